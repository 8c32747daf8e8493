import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { centimes } from '#kernel/montant.ts'
import { type ALettrer, lettre, lettrer } from './lettrer.ts'

const l = (id: string, montant: number, ...liens: string[]): ALettrer => ({
  id,
  montant: centimes(montant),
  liens,
})
const lettres = (...lignes: ALettrer[]) => lettrer(lignes).map((x) => x.lettre)

describe('Le lettrage d’un compte', () => {
  it('une facture et son règlement se lettrent ; réglée en partie, elle reste ouverte', () => {
    expect(lettres(l('f', 1000), l('r', -1000, 'f'))).toEqual(['A', 'A'])
    expect(lettres(l('f', 1000), l('r', -400, 'f'))).toEqual(['', ''])
  })
  it('payée, puis rendue par un avoir, elle s’ouvre ; le remboursement la referme', () => {
    const [f, r, a] = [l('f', 1000), l('r', -1000, 'f'), l('a', -1000, 'f')]
    expect(lettres(f, r, a)).toEqual(['', '', ''])
    expect(lettres(f, r, a, l('b', 1000, 'f'))).toEqual(['A', 'A', 'A', 'A'])
  })
  it('un versement qui paie deux factures les tient ensemble ; son reste, une avance, laisse tout ouvert', () => {
    expect(lettres(l('f', 1000), l('g', 500), l('r', -1500, 'f', 'g'))).toEqual(['A', 'A', 'A'])
    expect(lettres(l('f', 1000), l('g', 500), l('r', -1600, 'f', 'g'))).toEqual(['', '', ''])
  })
  it('l’avance rendue referme ce qu’elle laissait ouvert ; rendue en partie, non', () => {
    const [f, r] = [l('f', 1000), l('r', -1600, 'f')]
    expect(lettres(f, r, l('b', 200, 'r'))).toEqual(['', '', ''])
    expect(lettres(f, r, l('b', 200, 'r'), l('c', 400, 'r'))).toEqual(['A', 'A', 'A', 'A'])
    // Elle n’avait payé aucune facture : le versement et ce qui en fut rendu se soldent seuls.
    expect(lettres(l('r', -300), l('b', 300, 'r'))).toEqual(['A', 'A'])
  })
  it('un versement saisi par erreur et son contraire se lettrent entre eux', () => {
    expect(lettres(l('r', -300), l('c', 300, 'r'), l('f', 300))).toEqual(['A', 'A', ''])
  })
  it('un lien qui sort du compte laisse le groupe ouvert, même si sa somme est nulle', () => {
    expect(lettres(l('f', 1000), l('r', -1000, 'f', 'ailleurs'))).toEqual(['', ''])
  })
  it('les lettres suivent l’ordre des comptables', () => {
    expect([0, 25, 26, 51, 52, 701, 702].map(lettre)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA'])
  })
  it('chaque lettre fait zéro, tout ce qui est lié porte la même, et l’ordre des lignes n’y change rien', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ m: fc.integer({ min: -3, max: 3 }), vers: fc.array(fc.nat(11), { maxLength: 2 }) }),
          { maxLength: 12 },
        ),
        (tires) => {
          const lignes = tires.map((t, i) =>
            l(String(i), t.m, ...t.vers.filter((v) => v < tires.length).map(String)),
          )
          const lues = lettrer(lignes)
          const parLettre = Map.groupBy(
            lues.filter((x) => x.lettre !== ''),
            (x) => x.lettre,
          )
          for (const g of parLettre.values()) expect(g.reduce((t, x) => t + x.montant, 0)).toBe(0)
          const deId = new Map(lues.map((x) => [x.id, x.lettre]))
          for (const x of lues) for (const v of x.liens) expect(deId.get(v)).toBe(x.lettre)
          const autres = lettrer(lignes.toReversed())
          expect(new Set(autres.filter((x) => x.lettre).map((x) => x.id))).toEqual(
            new Set(lues.filter((x) => x.lettre).map((x) => x.id)),
          )
        },
      ),
    ))
})
