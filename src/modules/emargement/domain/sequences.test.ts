import fc from 'fast-check'
import { expect, it } from 'vitest'
import { proposerSequence } from './sequences.ts'

it.each([
  [['A', 'B'], 4, ['A', 'A', 'B', 'B']],
  [['A', 'B', 'C', 'D'], 2, ['A ; B', 'C ; D']],
  [['A', 'B', 'C'], 2, ['A ; B', 'B ; C']],
  [[], 2, ['', '']],
] as const)('%j sur %i demi-journées : %j', (sequences, demis, attendu) =>
  expect(Array.from({ length: demis }, (_, i) => proposerSequence(sequences, i, demis))).toEqual(attendu),
)

it('chaque séquence est proposée, dans l’ordre, et aucune demi-journée ne reste sans rien', () =>
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }), (n, demis) => {
      const sequences = Array.from({ length: n }, (_, i) => String(i))
      const dites = Array.from({ length: demis }, (_, i) =>
        proposerSequence(sequences, i, demis).split(' ; ').map(Number),
      )
      expect([...new Set(dites.flat())]).toEqual(sequences.map(Number))
      for (const d of dites) expect(d.length).toBeGreaterThan(0)
    }),
  ))
