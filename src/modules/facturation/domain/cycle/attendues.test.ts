import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { centimes } from '#kernel/montant.ts'
import { type DepenseAttendue, direDeja, proposerAttendues } from './attendues.ts'

const jour = '2026-11-20' as DateCivile
const une = (id: string, plus: Partial<DepenseAttendue> = {}): DepenseAttendue => ({
  genre: 'mission',
  id,
  dit: `Mission ${id}`,
  siren: '999381650',
  noms: ['Numerik Commun'],
  jour,
  montant: null,
  session: null,
  compte: '604',
  prestation: true,
  ...plus,
})
const recue = {
  siren: '999381650' as string | null,
  fournisseur: 'NUMÉRIK-COMMUN',
  ht: centimes(120_000),
  jour,
}
const cles = (r: typeof recue, ...d: DepenseAttendue[]) => proposerAttendues(r, d).map((x) => x.id)

it('le montant convenu vient d’abord, puis la plus proche ; chaque proposition dit pourquoi', () => {
  const propos = proposerAttendues(recue, [
    une('loin', { jour: '2026-03-01' as DateCivile }),
    une('autre-prix', { montant: centimes(110_000) }),
    une('juste', { montant: centimes(120_000), jour: '2026-02-01' as DateCivile }),
  ])
  expect(propos.map((p) => [p.cle, p.raison.replaceAll(/[\u00a0\u202f]/g, ' ')])).toEqual([
    ['mission:juste', 'même SIREN, du montant convenu'],
    ['mission:autre-prix', 'même SIREN, convenue 1 100,00 € : 100,00 € de plus ici'],
    ['mission:loin', 'même SIREN'],
  ])
})

it('un autre SIREN n’est jamais proposé, même du même nom ; sans SIREN, le nom suffit', () => {
  expect(cles(recue, une('a', { siren: '999555120' }))).toEqual([])
  expect(cles({ ...recue, siren: null }, une('a'))).toEqual(['a'])
  expect(cles(recue, une('a', { siren: null }), une('b', { siren: null, noms: ['Autre'] }))).toEqual(['a'])
})

it('de deux intervenants d’une session, ce que l’un a facturé n’est pas dit payé de l’autre', () => {
  const propos = proposerAttendues(recue, [une('S', { genre: 'intervention' })])
  const dit = (numero: string, plus: Partial<typeof recue> = {}) => ({
    cle: 'intervention:S',
    numero,
    siren: recue.siren,
    fournisseur: 'Autre',
    ...plus,
  })
  const deja = (...dits: ReturnType<typeof dit>[]) => direDeja(recue, propos, dits).map((p) => p.deja)
  expect(deja(dit('B', { siren: '999555120', fournisseur: recue.fournisseur }))).toEqual([null])
  expect(deja(dit('A1'), dit('A2'), dit('B', { siren: '999555120' }))).toEqual(['A2'])
  expect(deja(dit('N', { siren: null, fournisseur: 'numerik commun' }))).toEqual(['N'])
  expect(deja({ ...dit('A1'), cle: 'intervention:T' })).toEqual([null])
})

it('ni ce qui se fera dans plus d’un mois, ni ce qui date de plus d’un an', () => {
  expect(
    cles(
      recue,
      une('trop-tot', { jour: '2026-12-22' as DateCivile }),
      une('bientot', { jour: '2026-12-21' as DateCivile }),
      une('il-y-a-un-an', { jour: '2025-11-19' as DateCivile }),
      une('trop-vieux', { jour: '2025-11-18' as DateCivile }),
    ),
  ).toEqual(['bientot', 'il-y-a-un-an'])
})
