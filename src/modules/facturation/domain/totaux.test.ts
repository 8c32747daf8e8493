import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { centimes, pourcentage, somme } from '#kernel/montant.ts'
import { horsTaxes, montantDeLigne, totaliser } from './totaux.ts'

const ligne = (montant: number, taux: number) => ({ montant: centimes(montant), taux })

describe('les totaux d’une facture', () => {
  it.each([
    // Table tirée d’EN 16931 : la taxe se prend sur la base du taux, pas sur chaque ligne.
    ['une ligne exonérée', [ligne(147_000, 0)], 147_000, 0, 147_000],
    [
      'trois lignes d’un centime près',
      [ligne(333, 2000), ligne(333, 2000), ligne(334, 2000)],
      1_000,
      200,
      1_200,
    ],
    ['ligne à ligne ferait 21 centimes de taxe', [ligne(3, 2000), ligne(3, 2000), ligne(4, 2000)], 10, 2, 12],
    [
      'deux taux, chacun arrondi seul',
      [ligne(1_003, 2000), ligne(1_003, 550), ligne(5_000, 0)],
      7_006,
      256,
      7_262,
    ],
    ['une demie s’éloigne de zéro', [ligne(250, 1000), ligne(5, 1000)], 255, 26, 281],
    ['un avoir est le miroir de sa facture', [ligne(-250, 1000), ligne(-5, 1000)], -255, -26, -281],
    ['un acompte déduit', [ligne(100_000, 2000), ligne(-30_000, 2000)], 70_000, 14_000, 84_000],
  ])('%s', (_, lignes, ht, tva, ttc) => {
    const t = totaliser(lignes)
    expect([t.ht, t.tva, t.ttc]).toEqual([ht, tva, ttc])
  })

  const lignes = fc.array(
    fc.record({
      montant: fc.integer({ min: -5_000_000, max: 5_000_000 }).map(centimes),
      taux: fc.constantFrom(0, 550, 1000, 2000),
    }),
    { minLength: 1, maxLength: 30 },
  )
  it('somment leurs lignes, leurs bases et leurs taxes, dans n’importe quel ordre', () => {
    fc.assert(
      fc.property(lignes, (l) => {
        const t = totaliser(l)
        expect(t.ht).toBe(somme(l.map((x) => x.montant)))
        expect(t.ht).toBe(somme(t.parTaux.map((x) => x.base)))
        expect(t.tva).toBe(somme(t.parTaux.map((x) => x.tva)))
        for (const x of t.parTaux) expect(x.tva).toBe(pourcentage(x.base, x.taux))
        expect(t.ttc).toBe(t.ht + t.tva)
        expect(totaliser(l.toReversed())).toEqual(t)
      }),
    )
  })
  it('un avoir entier rend exactement ce que la facture demandait', () => {
    fc.assert(
      fc.property(lignes, (l) => {
        const avoir = totaliser(l.map((x) => ({ ...x, montant: centimes(-x.montant) })))
        expect([
          avoir.ht + totaliser(l).ht,
          avoir.tva + totaliser(l).tva,
          avoir.ttc + totaliser(l).ttc,
        ]).toEqual([0, 0, 0])
      }),
    )
  })
  it('le hors taxes d’un montant convenu taxe comprise s’en écarte d’un centime au plus une fois retaxé', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), fc.constantFrom(0, 550, 2000), (ttc, taux) => {
        const ht = horsTaxes(centimes(ttc), taux)
        expect(Math.abs(totaliser([{ montant: ht, taux }]).ttc - ttc)).toBeLessThanOrEqual(1)
      }),
    )
  })
  it('une quantité décimale s’arrondit une fois', () => {
    expect(montantDeLigne(centimes(6_000), 3_500)).toBe(21_000)
    expect(montantDeLigne(centimes(333), 1_500)).toBe(500)
  })
})
