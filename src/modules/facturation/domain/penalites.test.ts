import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import { centimes } from '#kernel/montant.ts'
import { penalitesDe } from './penalites.ts'

const echeance = '2026-12-25' as DateCivile
const pour = (solde: number, points: number, jours: number) =>
  penalitesDe({ solde: centimes(solde), echeance, points }, ajouterJours(echeance, jours))

it('comptent du lendemain de l’échéance, au taux de l’année, au centime', () => {
  expect(pour(100_000, 1_000, 365)).toBe(10_000)
  expect(pour(100_000, 1_215, 45)).toBe(1_498) // 1 000 € × 12,15 % × 45 / 365 = 14,979…
  expect([pour(100_000, 1_215, 0), pour(100_000, 1_215, -3), pour(-5_000, 1_215, 9)]).toEqual([0, 0, 0])
})
it('grandissent avec les jours, et ne dépassent pas la règle de trois de plus d’un demi-centime', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 100_000_000 }),
      fc.integer({ min: 1, max: 5_000 }),
      fc.integer({ min: 0, max: 2_000 }),
      (solde, points, jours) => {
        const p = pour(solde, points, jours)
        expect(Math.abs(p - (solde * points * jours) / 3_650_000)).toBeLessThanOrEqual(0.5001)
        expect(pour(solde, points, jours + 1)).toBeGreaterThanOrEqual(p)
      },
    ),
  ))
