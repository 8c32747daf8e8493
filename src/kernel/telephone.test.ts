import { describe, expect, it } from 'vitest'
import { lireMobile } from './telephone.ts'

describe('le numéro d’un mobile', () => {
  it.each([
    ['06 12 34 56 78', '+33612345678'],
    ['+33 7.12.34.56.78', '+33712345678'],
    ['0033612345678', '+33612345678'],
    ['0692 12 34 56', '+262692123456'],
    ['0696-12-34-56', '+596696123456'],
    ['+32 470 12 34 56', '+32470123456'],
    ['02 99 00 00 00', undefined],
    ['+33 2 99 00 00 00', undefined],
    ['06 12', undefined],
    ['demander à Paul', undefined],
  ])('%s', (dit, attendu) => expect(lireMobile(dit)).toBe(attendu))
})
