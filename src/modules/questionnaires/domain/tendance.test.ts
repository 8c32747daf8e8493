import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { auPlus, cotes, tracer } from './tendance.ts'

const periode = fc
  .tuple(fc.nat(50), fc.nat(50), fc.nat(80), fc.nat(80))
  .map(([n, satisfaits, sollicites, reponses]) => ({
    du: '2026-10-01',
    n,
    satisfaits: Math.min(satisfaits, n),
    sollicites,
    reponses: Math.min(reponses, sollicites),
  }))

describe('le dessin d’une tendance', () => {
  it('chaque point est à sa place entre 0 et 100 %, une période par ligne, la plus récente en haut', () => {
    fc.assert(
      fc.property(fc.array(periode, { maxLength: 20 }), (periodes) => {
        const { lignes, hauteur } = tracer(periodes)
        expect(lignes).toHaveLength(Math.min(auPlus, periodes.length))
        lignes.forEach((l, i) => {
          const p = periodes[i]
          expect(l.y).toBeLessThan(hauteur)
          if (i > 0) expect(l.y).toBeGreaterThan(lignes[i - 1]?.y ?? 0)
          expect(l.point === null).toBe(p?.n === 0)
          if (l.point) {
            expect(l.point.x).toBeCloseTo(
              cotes.gauche + ((cotes.droite - cotes.gauche) * l.point.part) / 1000,
            )
            expect(l.point.petit).toBe((p?.n ?? 0) < 10)
          }
          expect(l.repondu).toBeGreaterThanOrEqual(cotes.gauche)
          expect(l.repondu).toBeLessThanOrEqual(cotes.droite)
        })
      }),
    )
  })
  it('une période sans note coupe le trait au lieu de l’enjamber', () => {
    const note = { du: '2026-10-01', n: 12, satisfaits: 6, sollicites: 20, reponses: 12 }
    const vide = { ...note, n: 0, satisfaits: 0 }
    expect(tracer([note, note, vide, note, note, note]).traits).toHaveLength(2)
    expect(tracer([note, vide, note]).traits).toEqual([])
  })
})
