import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import { centimes } from '#kernel/montant.ts'
import { parJour } from './attendus.ts'

const du = '2026-11-24' as DateCivile
const au = ajouterJours(du, 60)

describe('ce que l’on attend', () => {
  it('réunit un même jour, du plus proche au plus lointain, et rien hors de la fenêtre', () => {
    const ligne = (n: number, montant: number) => ({ jour: ajouterJours(du, n), montant: centimes(montant) })
    const lus = parJour([ligne(9, 100), ligne(-1, 50), ligne(3, 10), ligne(9, 200), ligne(61, 5)], {
      du,
      au,
      max: 4,
    })
    expect(lus.map((j) => [j.jour, j.total, j.lignes.length])).toEqual([
      ['2026-11-27', 10, 1],
      ['2026-12-03', 300, 2],
    ])
  })
  it('ne perd ni n’invente un centime', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ n: fc.integer({ min: -30, max: 90 }), m: fc.integer({ min: 0, max: 1e6 }) })),
        (xs) => {
          const lignes = xs.map(({ n, m }) => ({ jour: ajouterJours(du, n), montant: centimes(m) }))
          const lus = parJour(lignes, { du, au, max: 1_000 })
          const attendu = lignes
            .filter((l) => l.jour >= du && l.jour <= au)
            .reduce((t, l) => t + l.montant, 0)
          expect(lus.reduce((t, j) => t + j.total, 0)).toBe(attendu)
          expect(lus.map((j) => j.jour)).toEqual(lus.map((j) => j.jour).toSorted())
        },
      ),
    )
  })
})
