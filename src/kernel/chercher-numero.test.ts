import { expect, it } from 'vitest'
import { chiffresCherches, numeroCherche } from './chercher-numero.ts'

it.each([
  ['06 12 34 56 78', '0612345678'],
  ['06.12.34.56.78', '0612345678'],
  ['+33 6 12 34 56 78', '0612345678'],
  ['+33 (0)6-12-34-56-78', '0612345678'],
  ['732 829 320 00074', '73282932000074'],
  ['06 12 3', '06123'],
])('« %s » se cherche par %s', (dit, cherche) => expect(chiffresCherches(dit)).toBe(cherche))

it.each(['pons', '2026', '12 rue', 'S-2026-118', ''])('« %s » n’est pas un numéro à composer', (dit) =>
  expect(chiffresCherches(dit)).toBeUndefined(),
)

it('un numéro de pièce se cherche avec ou sans ses tirets ; un mot n’en est pas un', () => {
  expect(new Set(['S-2026-118', 's 2026 118', 'S2026118'].map(numeroCherche))).toEqual(new Set(['s2026118']))
  expect(numeroCherche('émargement')).toBeUndefined()
})
