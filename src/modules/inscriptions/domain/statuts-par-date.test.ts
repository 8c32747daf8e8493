import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import type { StatutF1 } from './dossier.ts'
import { changerStatut, type StatutSuivant } from './statuts-par-date.ts'

const jour = (t: string) => t as DateCivile
const action = { debut: jour('2026-09-01'), fin: jour('2027-06-30') }
const dire = (premier: StatutF1 | null, suivants: readonly StatutSuivant[], du: string, statut: StatutF1) =>
  changerStatut({ premier, suivants }, { du: jour(du), statut }, action)

/** Le statut de ce jour-là, relu de ce que la règle a gardé. */
const statutLe = (
  s: { readonly premier: StatutF1 | null; readonly suivants: readonly StatutSuivant[] },
  j: DateCivile,
) => s.suivants.findLast((x) => x.du <= j)?.statut ?? s.premier

it('un statut change à sa date, et chacun vaut de son jour au suivant', () => {
  const un = dire('recherche-emploi', [], '2027-01-04', 'salarie-prive')
  if (!un.ok) throw new Error(un.error.phrase)
  const deux = dire('recherche-emploi', un.value, '2026-11-02', 'apprenti')
  if (!deux.ok) throw new Error(deux.error.phrase)
  const s = { premier: 'recherche-emploi' as const, suivants: deux.value }
  expect(
    ['2026-09-01', '2026-11-01', '2026-11-02', '2027-01-03', '2027-01-04', '2027-06-30'].map((j) =>
      statutLe(s, jour(j)),
    ),
  ).toEqual([
    'recherche-emploi',
    'recherche-emploi',
    'apprenti',
    'apprenti',
    'salarie-prive',
    'salarie-prive',
  ])
})

it('redit le même jour, il se corrige ; revenu à celui de la veille, le changement s’en va', () => {
  const un: readonly StatutSuivant[] = [{ du: jour('2027-01-04'), statut: 'salarie-prive' }]
  expect(dire('recherche-emploi', un, '2027-01-04', 'apprenti')).toMatchObject({
    value: [{ du: '2027-01-04', statut: 'apprenti' }],
  })
  expect(dire('recherche-emploi', un, '2027-01-04', 'recherche-emploi')).toMatchObject({ value: [] })
  expect(dire('recherche-emploi', [], '2027-01-04', 'recherche-emploi')).toMatchObject({ value: [] })
})

it('ne se date ni hors de l’action, ni le premier jour, ni avant que le premier statut soit dit', () => {
  for (const du of ['2026-08-31', '2026-09-01', '2027-07-01'])
    expect(dire('apprenti', [], du, 'salarie-prive')).toMatchObject({
      ok: false,
      error: { code: 'hors-action' },
    })
  expect(dire(null, [], '2027-01-04', 'apprenti')).toMatchObject({
    ok: false,
    error: { code: 'statut-absent' },
  })
})
