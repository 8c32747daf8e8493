import { describe, expect, it } from 'vitest'
import { dateCivile } from '#kernel/dates.ts'
import { echeanceDe, prolongationsConnues } from './echeance.ts'

const jour = (t: string) => {
  const d = dateCivile(t)
  if (!d) throw new Error(t)
  return d
}

describe('l’échéance du bilan', () => {
  it.each([
    ['2025-12-31', 2026, '2026-04-29', '2026-05-31', '2026-05-31'],
    ['2026-08-31', 2027, '2027-04-29', undefined, '2027-04-29'],
    ['2026-03-31', 2026, '2026-04-29', '2026-05-31', '2026-05-31'],
    ['2026-04-29', 2027, '2027-04-29', undefined, '2027-04-29'],
    ['2019-12-31', 2020, '2020-04-29', '2020-07-15', '2020-07-15'],
  ])('d’un exercice clos le %s : campagne %i', (fin, campagne, legale, prolongee, retenue) =>
    expect(echeanceDe(jour(fin))).toEqual({ campagne, legale, prolongee, retenue }),
  )
  it('se lit aussi à l’année qui suit la clôture', () =>
    expect(echeanceDe(jour('2026-03-31'), [], 'annee-suivante').retenue).toBe('2027-04-29'))
  it('une annonce plus courte que la loi ne la raccourcit pas', () =>
    expect(
      echeanceDe(jour('2026-12-31'), [{ campagne: 2027, jusquau: '2027-04-01', source: 'x' }]).retenue,
    ).toBe('2027-04-29'))
  it('chaque prolongation connue est un jour de sa campagne, avec sa source', () => {
    for (const p of prolongationsConnues)
      expect([dateCivile(p.jusquau)?.slice(0, 4), p.source.length > 0]).toEqual([String(p.campagne), true])
  })
})
