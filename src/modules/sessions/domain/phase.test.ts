import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { phaseDe } from './phase.ts'

const jour = '2026-11-24' as DateCivile
it.each([
  ['confirmee', '2026-11-25', '2026-11-26', 'a-venir'],
  ['confirmee', '2026-11-24', '2026-11-26', 'en-cours'],
  ['en-cours', '2026-11-20', '2026-11-24', 'en-cours'],
  ['ouverte', '2026-11-20', '2026-11-23', 'a-finir'],
  ['terminee', '2026-11-20', '2026-11-26', 'a-finir'],
  ['reportee', '2026-11-20', '2026-11-21', 'a-venir'],
] as const)('%s, du %s au %s : %s', (etat, du, au, phase) => {
  expect(phaseDe(etat, du as DateCivile, au as DateCivile, jour)).toBe(phase)
})
