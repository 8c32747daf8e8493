import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { articleDuVisa, joursDeVisa, regles, reglesAu } from './parametres.ts'

it('chaque règle a une valeur aujourd’hui, sa source et sa marque ; douteuse, sa source le dit', () => {
  const lues = reglesAu('2026-11-30' as DateCivile)
  expect(lues).toHaveLength(Object.keys(regles).length)
  for (const r of lues) {
    expect(r.source.length, r.question).toBeGreaterThan(10)
    expect(r.dit, r.question).not.toContain('undefined')
    if (r.marque === 'douteux') expect(r.source, r.question).toMatch(/vérifier|non relu|confirmer|selon/)
  }
})
it('une demande datée d’avant le code se juge comme au premier jour du code', () => {
  expect([joursDeVisa('1990-01-01'), joursDeVisa('2027-03-01')]).toEqual([15, 15])
  expect(articleDuVisa('1990-01-01')).toContain('R2193-12')
})
