import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Bareme, genres, type Tranche, traverser } from './bareme.ts'
import { contribuer, type Exercice, type Lectures, type Piece } from './contribution.ts'

const annee: Exercice = { du: '2026-01-01', au: '2026-12-31', seuils: 'entier' }
const desTranches = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 3_000_000 }), { maxLength: 5 }),
    fc.array(fc.integer({ min: 0, max: 300_000 }), { minLength: 6, maxLength: 6 }),
  )
  .map(([bornes, taux]): Tranche[] =>
    [...bornes.toSorted((a, b) => a - b), null].map((jusqua, i) => ({ jusqua, taux: taux[i] ?? 0 })),
  )
const unBareme = (tranches: readonly Tranche[], depuis = '2026-01-01'): Bareme => ({
  depuis,
  assiette: 'marge',
  tranches,
  fixeMensuel: 0,
})
const desPieces = fc
  .array(
    fc.record({
      marge: fc.integer({ min: -2_000_000, max: 3_000_000 }),
      jour: fc.integer({ min: 1, max: 28 }),
      mois: fc.integer({ min: 1, max: 12 }),
      genre: fc.constantFrom(...genres),
    }),
    { maxLength: 30 },
  )
  .map((l): Piece[] =>
    l.map((p, i) => ({
      id: String(i).padStart(3, '0'),
      le: `2026-${String(p.mois).padStart(2, '0')}-${String(p.jour).padStart(2, '0')}`,
      genre: p.genre,
      marge: p.marge,
    })),
  )
const rendre = (b: readonly Bareme[], e: Exercice, p: readonly Piece[], l?: Lectures) => {
  const r = contribuer(b, e, p, l)
  if (!r.ok) throw new Error(r.error.phrase)
  return r.value
}
const comptent = (pieces: readonly Piece[]) => pieces.filter((p) => p.genre !== 'exclu')
const somme = (n: readonly number[]) => n.reduce((a, b) => a + b, 0)

/** L’oracle : centime après centime, chacun à la tranche où il tombe. Lent, et d’une autre façon. */
const centimeParCentime = (tranches: readonly Tranche[], marge: number): number => {
  let millioniemes = 0
  for (let c = 0; c < Math.abs(marge); c += 1)
    millioniemes +=
      marge < 0
        ? (tranches[0]?.taux ?? 0)
        : (tranches.find((t) => t.jusqua === null || c < t.jusqua)?.taux ?? 0)
  const rendu = Math.floor((2 * millioniemes + 1_000_000) / 2_000_000)
  return marge < 0 ? -rendu : rendu
}

describe('quels que soient les barèmes et les pièces', () => {
  it('la somme des lignes est la contribution de la somme, à barème constant', () => {
    fc.assert(
      fc.property(desTranches, desPieces, (tranches, pieces) => {
        const b = [unBareme(tranches)]
        const une: Piece = {
          id: 'x',
          le: '2026-03-01',
          genre: 'autre',
          marge: somme(comptent(pieces).map((p) => p.marge)),
        }
        expect(rendre(b, annee, pieces).total).toBe(rendre(b, annee, [une]).total)
      }),
      { numRuns: 2000 },
    )
  })
  it('une pièce paie ce que paierait chacun de ses centimes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 4 }),
        fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 5, maxLength: 5 }),
        fc.integer({ min: -600, max: 1_500 }),
        (pas, taux, marge) => {
          let haut = 0
          const tranches: Tranche[] = [...pas.map((p) => (haut += p)), null].map((jusqua, i) => ({
            jusqua,
            taux: taux[i] ?? 0,
          }))
          const [ligne] = rendre([unBareme(tranches)], annee, [
            { id: 'a', le: '2026-01-01', genre: 'autre', marge },
          ]).lignes
          expect(ligne?.centimes).toBe(centimeParCentime(tranches, marge) + 0)
        },
      ),
      { numRuns: 2000 },
    )
  })
  it('l’ordre du fichier ne change aucune ligne', () => {
    fc.assert(
      fc.property(desTranches, desPieces, desTranches, (t, pieces, apres) => {
        const b = [unBareme(t), unBareme(apres, '2026-06-15')]
        const a = new Map(rendre(b, annee, pieces).lignes.map((l) => [l.piece, l.centimes]))
        const z = new Map(rendre(b, annee, pieces.toReversed()).lignes.map((l) => [l.piece, l.centimes]))
        expect([...z].toSorted()).toEqual([...a].toSorted())
      }),
    )
  })
  it('le cumul s’arrondit à un demi-centime près, pièce après pièce', () => {
    fc.assert(
      fc.property(desTranches, desPieces, (tranches, pieces) => {
        const lignes = rendre([unBareme(tranches)], annee, pieces).lignes
        const exact = somme(lignes.flatMap((l) => l.parts.map((p) => (Number(p.base) * p.taux) / 12_000_000)))
        expect(Math.abs(exact - somme(lignes.map((l) => l.centimes)))).toBeLessThan(0.501)
      }),
    )
  })
  it('les tranches d’une pièce font toute sa marge, sans trou ni reprise', () => {
    fc.assert(
      fc.property(
        desTranches,
        fc.integer({ min: -4_000_000, max: 9_000_000 }),
        fc.integer({ min: -4_000_000, max: 9_000_000 }),
        fc.integer({ min: 1, max: 12 }),
        (t, a, b, m) => {
          const parts = traverser(t, BigInt(a), BigInt(b), m)
          expect(parts.reduce((x, p) => x + p.base, 0n)).toBe(BigInt(b - a) * 12n)
          expect(parts.every((p) => (b >= a ? p.base > 0n : p.base < 0n))).toBe(true)
        },
      ),
    )
  })
  it('une pièce de plus, positive, ne fait jamais payer moins ; tout rendre rend tout', () => {
    fc.assert(
      fc.property(desTranches, desPieces, fc.integer({ min: 0, max: 5_000_000 }), (t, pieces, marge) => {
        const b = [unBareme(t)]
        const plus: Piece = { id: 'plus', le: '2026-12-30', genre: 'autre', marge }
        const avant = rendre(b, annee, pieces).total
        expect(rendre(b, annee, [...pieces, plus]).total).toBeGreaterThanOrEqual(avant)
        expect(
          rendre(b, annee, [...pieces, plus, { ...plus, id: 'rendu', le: '2026-12-31', marge: -marge }])
            .total,
        ).toBe(avant)
      }),
    )
  })
  it('à l’origine, un avoir entier rend ce que sa pièce a payé, quel que soit le barème de son jour', () => {
    fc.assert(
      fc.property(desTranches, desTranches, fc.integer({ min: 1, max: 5_000_000 }), (t, apres, marge) => {
        const b = [unBareme(t), unBareme(apres, '2026-07-01')]
        const p: Piece = { id: 'a', le: '2026-06-01', genre: 'autre', marge }
        const rendu: Piece = {
          id: 'b',
          le: '2026-08-01',
          genre: 'autre',
          marge: -marge,
          origine: { piece: 'a' },
        }
        expect(rendre(b, annee, [p, rendu], { cumul: 'par-bareme', avoir: 'd-origine' }).total).toBe(0)
      }),
    )
  })
  it('un exercice au prorata paie comme le douzième de l’année, au centime d’arrondi près', () => {
    fc.assert(
      fc.property(
        desTranches,
        fc.integer({ min: 0, max: 500_000 }),
        fc.integer({ min: 1, max: 12 }),
        (t, unite, m) => {
          const piece = (marge: number): Piece => ({ id: 'a', le: '2026-01-01', genre: 'autre', marge })
          const coupe: Exercice = {
            du: '2026-01-01',
            au: `2026-${String(m).padStart(2, '0')}-28`,
            seuils: 'prorata',
          }
          const [an, court] = [
            rendre([unBareme(t)], annee, [piece(unite * 12)]).total,
            rendre([unBareme(t)], coupe, [piece(unite * m)]).total,
          ]
          expect(Math.abs(court - (an * m) / 12)).toBeLessThanOrEqual(1)
        },
      ),
    )
  })
})
