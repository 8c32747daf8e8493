import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { echeancesDuFil } from './echeances-du-fil.ts'

const d = (jour: string) => jour as DateCivile
const dossier = { id: 'd', regime: 'convention', signe: true, retracte: false } as const
const gens = [
  { id: 'i', dossier: 'd', etat: 'inscrit', close: false, remises: 2, convoquee: false },
  { id: 'j', dossier: 'd', etat: 'inscrit', close: false, remises: 2, convoquee: true },
] as const
const fil = { intitule: 'Anglais', debut: d('2026-12-08'), dossiers: [dossier], gens }
const lues = (f: Parameters<typeof echeancesDuFil>[0], jour: string) =>
  echeancesDuFil(f, d(jour)).map((e) => `${e.jour} ${e.chose}${e.suite}`.replace(/\s/g, ' '))

it('dit la date que l’usage attend ensuite, puis, passée, la redit au premier jour', () => {
  expect(lues(fil, '2026-11-28')).toEqual([
    '2026-12-01 Convocations de « Anglais » : 1 sur 2, avant le 8 décembre 2026.',
  ])
  expect(lues(fil, '2026-12-02')).toEqual([
    '2026-12-08 Premier jour de « Anglais » : convocations (1 sur 2) à finir d’ici là.',
  ])
  expect(lues({ ...fil, dossiers: [{ ...dossier, signe: false }] }, '2026-11-28')).toEqual([
    '2026-12-01 Convocations de « Anglais » : 1 sur 2, avant le 8 décembre 2026.',
    '2026-12-08 Premier jour de « Anglais » : conventions (0 sur 1) à finir d’ici là.',
  ])
})

it('se tait quand tout est fait, ou d’un client rétracté et de qui ne vient plus', () => {
  expect(lues({ ...fil, gens: gens.slice(1) }, '2026-11-28')).toEqual([])
  expect(
    lues(
      {
        ...fil,
        dossiers: [{ ...dossier, signe: false, retracte: true }],
        gens: [{ ...gens[0], etat: 'retracte', close: true }],
      },
      '2026-11-28',
    ),
  ).toEqual([])
})
