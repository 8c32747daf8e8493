import fc from 'fast-check'
import { expect, it } from 'vitest'
import { centimes } from '#kernel/montant.ts'
import { duDe, prixDe, toutesTaxes } from './biens.ts'

const r = {
  etat: 'ferme' as const,
  prix: centimes(12_000),
  preavis: 7,
  retenue: 5_000,
  finieLe: null,
  finiePar: null,
  receveur: 'Langue & Lien',
  debut: new Date('2027-01-20T08:00:00Z'),
}
const annulee = {
  ...r,
  etat: 'annulee' as const,
  finieLe: new Date('2027-01-18T08:00:00Z'),
  finiePar: 'Langue & Lien',
}

it('un bien se paie à la demi-journée, et toujours avec sa taxe', () => {
  expect(prixDe({ membre: centimes(6_000) }, 540, 720)).toBe(6_000)
  expect(prixDe({ membre: centimes(6_000) }, 540, 1020)).toBe(12_000)
  expect(toutesTaxes(centimes(6_000), 2_000)).toBe(7_200)
})
it('annulée trop tard par qui l’a demandée, une part reste due ; à temps, ou par l’autre, rien', () => {
  expect(duDe(r)).toBe(12_000)
  expect(duDe(annulee)).toBe(6_000)
  expect(duDe({ ...annulee, finieLe: new Date('2027-01-10T08:00:00Z') })).toBe(0)
  expect(duDe({ ...annulee, finiePar: 'Les Tisserands' })).toBe(0)
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
