import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import { centimes, somme } from '#kernel/montant.ts'
import { agerCompte, suivreCompte, trancheDe, tranches } from './comptes.ts'

const le = '2026-11-25' as DateCivile

describe('depuis quand un client doit', () => {
  it.each([
    [0, 'a-venir'],
    [-12, 'a-venir'],
    [1, 'mois-1'],
    [30, 'mois-1'],
    [31, 'mois-2'],
    [60, 'mois-2'],
    [61, 'mois-3'],
    [90, 'mois-3'],
    [91, 'au-dela'],
  ] as const)('%i jours de retard : %s', (retard, tranche) =>
    expect(trancheDe({ echeance: ajouterJours(le, -retard), emiseLe: '2020-01-01' as DateCivile }, le)).toBe(
      tranche,
    ),
  )
  it('sans échéance, la date de la pièce en tient lieu', () =>
    expect(trancheDe({ echeance: null, emiseLe: ajouterJours(le, -45) }, le)).toBe('mois-2'))

  const ouverte = fc.record({
    echeance: fc.option(fc.integer({ min: -200, max: 200 }).map((n) => ajouterJours(le, n))),
    emiseLe: fc.integer({ min: -300, max: 0 }).map((n) => ajouterJours(le, n)),
    solde: fc.integer({ min: 1, max: 1_000_000 }).map(centimes),
  })
  it('les tranches font ce qui est ouvert, et l’ouvert moins le crédit fait le solde', () =>
    fc.assert(
      fc.property(fc.array(ouverte), fc.integer(), fc.integer(), (ouvertes, f, r) => {
        const [facture, regle] = [centimes(f), centimes(r)]
        const age = agerCompte({ facture, regle, ouvertes }, le)
        expect(somme(tranches.map((t) => age.parTranche[t]))).toBe(age.ouvert)
        expect(age.ouvert).toBe(somme(ouvertes.map((o) => o.solde)))
        expect(age.ouvert - age.credit).toBe(f - r)
      }),
    ))
})

it('un compte se suit ligne à ligne jusqu’à son solde', () =>
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -100_000, max: 100_000 }), { minLength: 1 }), (montants) => {
      const lignes = suivreCompte(montants.map((m) => ({ montant: centimes(m) })))
      expect(lignes.at(-1)?.apres).toBe(montants.reduce((a, b) => a + b, 0))
      lignes.forEach((l, i) => {
        expect(l.apres - (lignes[i - 1]?.apres ?? 0)).toBe(l.montant)
      })
    }),
  ))
