import fc from 'fast-check'
import { expect, it } from 'vitest'
import { centimes } from '#kernel/montant.ts'
import { duDe, toutesTaxes } from './biens.ts'

const r = {
  etat: 'ferme' as const,
  prix: centimes(12_000),
  preavis: 7,
  retenue: 5_000,
  fermeLe: new Date('2027-01-05T08:00:00Z'),
  finieLe: null,
  parElle: false,
  debut: new Date('2027-01-20T08:00:00Z'),
}
const annulee = {
  ...r,
  etat: 'annulee' as const,
  finieLe: new Date('2027-01-18T08:00:00Z'),
  parElle: true,
}

it('un bien se paie avec sa taxe', () => {
  expect(toutesTaxes(centimes(6_000), 2_000)).toBe(7_200)
})
it('annulée trop tard par qui l’a demandée, une part reste due ; à temps, par l’autre, ou jamais ferme, rien', () => {
  expect(duDe(r)).toBe(12_000)
  expect(duDe(annulee)).toBe(6_000)
  expect(duDe({ ...annulee, finieLe: new Date('2027-01-10T08:00:00Z') })).toBe(0)
  expect(duDe({ ...annulee, parElle: false })).toBe(0)
  expect(duDe({ ...annulee, fermeLe: null })).toBe(0)
})
it('rien n’est jamais dû au-delà du prix', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('en-file', 'option', 'ferme', 'refusee', 'expiree', 'annulee'),
      fc.nat(1_000_000),
      fc.nat(90),
      fc.nat(10_000),
      fc.option(fc.date({ min: new Date('2026-01-01'), max: new Date('2028-01-01'), noInvalidDate: true })),
      (etat, prix, preavis, retenue, finieLe) => {
        const du = duDe({
          ...annulee,
          etat: etat as 'ferme',
          prix: centimes(prix),
          preavis,
          retenue,
          finieLe,
        })
        expect(du).toBeGreaterThanOrEqual(0)
        expect(du).toBeLessThanOrEqual(prix)
      },
    ),
  )
})
