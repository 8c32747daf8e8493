import { describe, expect, it } from 'vitest'
import { type DateCivile, dateCivile } from '#kernel/dates.ts'
import { enVigueur } from '#kernel/parametres.ts'

const d = (t: string): DateCivile => {
  const date = dateCivile(t)
  if (!date) throw new Error(t)
  return date
}
describe('un paramètre daté', () => {
  // Dans le désordre : la règle ne dépend pas de l’ordre d’écriture.
  const p = [
    { depuis: '2026-01-01', valeur: 2, source: 'b' },
    { depuis: '2020-01-01', valeur: 1, source: 'a' },
  ]
  it.each([
    ['2020-01-01', 1],
    ['2025-12-31', 1],
    ['2026-01-01', 2],
  ])('le %s vaut %d', (date, valeur) => expect(enVigueur(p, d(date))).toBe(valeur))
  it('avant la première ligne, c’est une panne', () =>
    expect(() => enVigueur(p, d('2019-12-31'))).toThrow(RangeError))
})
