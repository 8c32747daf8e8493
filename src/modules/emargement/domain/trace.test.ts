import { describe, expect, it } from 'vitest'
import { lireTrace } from './trace.ts'

describe('Le tracé d’une signature', () => {
  it('se ramène au cadre de la feuille', () => {
    expect(lireTrace('M0 0L160 56L320 112')).toBe('0 0 50 50 100 100')
  })
  it('reste borné, premier et dernier points gardés', () => {
    const long = `M1 1${Array.from({ length: 1500 }, (_, i) => `L${i % 320} 10`).join('')}L319 111`
    const lu = lireTrace(long)?.split(' ') ?? []
    expect(lu.length).toBeLessThanOrEqual(804)
    expect(lu.slice(0, 2)).toEqual(['0', '1'])
    expect(lu.slice(-2)).toEqual(['100', '99'])
  })
  it.each([
    '',
    'M1 1',
    '<svg>',
    'M1 1L2 2<script>',
    'M9999 1L1 1',
    'M1 1L2 2 ',
    `M1 1${'L1 1'.repeat(9000)}`,
  ])('laisse de côté ce qui n’en est pas un : « %.20s »', (texte) => expect(lireTrace(texte)).toBeUndefined())
})
