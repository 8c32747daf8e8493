import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { echeanceDuFil } from './echeance-du-fil.ts'

const d = (jour: string) => jour as DateCivile
const dossier = { id: 'd', regime: 'convention', signe: true, retracte: false } as const
const gens = [
  { id: 'i', dossier: 'd', etat: 'inscrit', close: false, remises: 2, convoquee: false },
  { id: 'j', dossier: 'd', etat: 'inscrit', close: false, remises: 2, convoquee: true },
] as const
const fil = { intitule: 'Anglais', debut: d('2026-12-08'), dossiers: [dossier], gens }
const lue = (f: Parameters<typeof echeanceDuFil>[0], jour: string) => {
  const e = echeanceDuFil(f, d(jour))
  return e && `${e.jour} ${e.chose}${e.suite}`.replace(/\s/g, ' ')
}
const sansSignature = { ...fil, dossiers: [{ ...dossier, signe: false }] }

it('dit la date que l’usage attend ensuite, ce qui est en retard sur elle, puis, toutes passées, le premier jour', () => {
  expect(lue(fil, '2026-11-28')).toBe(
    '2026-12-01 Convocations de « Anglais » : 1 sur 2, avant le 8 décembre 2026.',
  )
  expect(lue(sansSignature, '2026-11-28')).toBe(
    '2026-12-01 Convocations de « Anglais » : 1 sur 2, avant le 8 décembre 2026. En retard : conventions (0 sur 1).',
  )
  expect(lue(fil, '2026-12-02')).toBe(
    '2026-12-08 Premier jour de « Anglais » : convocations (1 sur 2) à finir d’ici là.',
  )
})

it('dit en une phrase tout ce qui reste, pour la session déjà dite à une autre date', () => {
  expect(echeanceDuFil(sansSignature, d('2026-11-28'))?.aussi.replace(/\s/g, ' ')).toBe(
    'Avant le 8 décembre 2026 : conventions (0 sur 1) et convocations (1 sur 2).',
  )
})

it('se tait quand tout est fait, ou d’un client rétracté et de qui ne vient plus', () => {
  expect(lue({ ...fil, gens: gens.slice(1) }, '2026-11-28')).toBeUndefined()
  expect(
    lue(
      {
        ...fil,
        dossiers: [{ ...dossier, signe: false, retracte: true }],
        gens: [{ ...gens[0], etat: 'retracte', close: true }],
      },
      '2026-11-28',
    ),
  ).toBeUndefined()
})
