import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { POINTS_A_REPARTIR } from './depouiller.ts'
import { lirePesee, parPoids, peserThemes } from './pesee.ts'

const connus = ['a', 'b', 'c']

describe('peser', () => {
  it('garde les points donnés, et laisse les zéros', () => {
    const lu = lirePesee(connus, [
      { theme: 'a', points: 5 },
      { theme: 'b', points: 0 },
      { theme: 'c', points: 3 },
    ])
    expect(lu.ok && lu.value).toEqual({ themes: ['a', 'c'], points: [5, 3] })
  })
  it.each([
    ['neuf points', [{ theme: 'a', points: 9 }], 'points'],
    ['aucun point', [{ theme: 'a', points: 0 }], 'points'],
    [
      'un point négatif',
      [
        { theme: 'a', points: -1 },
        { theme: 'b', points: 3 },
      ],
      'points',
    ],
    ['un thème d’ailleurs', [{ theme: 'z', points: 1 }], 'theme'],
    [
      'un thème deux fois',
      [
        { theme: 'a', points: 1 },
        { theme: 'a', points: 1 },
      ],
      'theme',
    ],
  ] as const)('%s se refuse', (_, dits, code) => {
    const lu = lirePesee(connus, dits)
    expect(!lu.ok && lu.error.code).toBe(code)
  })
  it('la somme des thèmes est celle des points donnés : aucun ne se perd, aucun ne se double', () => {
    const pesee = fc
      .array(fc.integer({ min: 0, max: POINTS_A_REPARTIR }), { minLength: 3, maxLength: 3 })
      .map((points) =>
        lirePesee(
          connus,
          connus.map((theme, i) => ({ theme, points: points[i] ?? 0 })),
        ),
      )
      .filter((r) => r.ok)
      .map((r) => (r.ok ? r.value : { themes: [], points: [] }))
    fc.assert(
      fc.property(fc.array(pesee, { maxLength: 12 }), (pesees) => {
        const poids = peserThemes(connus, pesees)
        const dits = pesees.flatMap((p) => p.points).reduce((a, b) => a + b, 0)
        expect([...poids.values()].reduce((n, p) => n + p.points, 0)).toBe(dits)
        expect(dits).toBeLessThanOrEqual(pesees.length * POINTS_A_REPARTIR)
      }),
    )
  })
  it('le plus lourd vient d’abord ; à égalité, l’ordre où ils furent nommés', () => {
    const poids = peserThemes(connus, [{ themes: ['c', 'b'], points: [2, 2] }])
    expect(
      parPoids(
        connus.map((id) => ({ id })),
        poids,
      ).map((t) => t.id),
    ).toEqual(['b', 'c', 'a'])
  })
})
