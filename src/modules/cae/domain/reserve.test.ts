import { expect, it } from 'vitest'
import { dateCivile } from '#kernel/dates.ts'
import { enReserve } from './reserve.ts'

const jour = (j: string) =>
  dateCivile(j) ??
  (() => {
    throw new Error(j)
  })()
const l = (le: string, montant: number, accorde = true) => ({
  le: jour(le),
  montant,
  accordeLe: accorde ? new Date() : null,
})

it('ne compte que ce que l’enseigne a accordé, jusqu’à ce jour compris ; une reprise s’ôte', () => {
  const lignes = [
    l('2026-01-31', 300_000),
    l('2026-06-30', -100_000),
    l('2026-07-01', 50_000, false),
    l('2027-01-01', 70_000),
  ]
  expect(enReserve(lignes, jour('2026-01-30'))).toBe(0)
  expect(enReserve(lignes, jour('2026-01-31'))).toBe(300_000)
  expect(enReserve(lignes, jour('2026-12-31'))).toBe(200_000)
  expect(enReserve(lignes, jour('2027-01-01'))).toBe(270_000)
  expect(enReserve([], jour('2027-01-01'))).toBe(0)
})
