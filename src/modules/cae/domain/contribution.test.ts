import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lireContributions } from '../lecture/lire-contribution.ts'
import publies from '../test/contribution.cas.json' with { type: 'json' }
import { type Bareme, genres, type Tranche, traverser } from './bareme.ts'
import { contribuer, type Exercice, type Lectures, type Piece } from './contribution.ts'

type Brut = Record<string, unknown>
/** Ce que la commande rend d’un cas, avec les barèmes publiés et ceux qu’on lui ajoute. */
const calculer = (cas: Brut, baremes: Brut = {}) => {
  const r = lireContributions(
    JSON.stringify({
      schema: 'contribution-cas/1',
      baremes: { ...publies.baremes, ...baremes },
      cas: [{ id: 'x', exercice: ['2026-01-01', '2026-12-31', 'entier'], ...cas }],
    }),
  )
  if (!r.ok) throw new Error(JSON.stringify(r.error))
  const c = r.value[0]?.contribution
  return c && { lignes: c.lignes.map((l) => l.centimes), fixe: c.fixe, total: c.total }
}

describe('les barèmes publiés', () => {
  it.each(publies.cas.map((c) => [`${c.id} ${c.dit}`, c] as const))('%s', (_, c) =>
    expect(calculer(c)).toEqual(c.attendu),
  )
})

const optDe = (i: 0 | 1) => publies.baremes.opteos[i] as Brut
/** Des cas tirés des textes et calculés à la main ; le calcul est à côté. */
const autres: readonly (readonly [string, Brut, Brut, readonly number[], number])[] = [
  // 12 % de 12 000 ; 12 % de 8 000 et 11,5 % de 4 000.
  [
    'formation : le seuil de 20 000 franchi par la seconde',
    {
      bareme: 'opteos',
      pieces: [
        ['a', '2026-01-05', 'formation', 1_200_000],
        ['b', '2026-01-06', 'formation', 1_200_000],
      ],
    },
    {},
    [144_000, 142_000],
    0,
  ],
  // 12 000 × 11 % + 20 000 × 10 % + 5 000 × 9 %, d’un cumul de 48 000 à 85 000.
  [
    'formation : deux seuils franchis par une pièce',
    {
      bareme: 'opteos',
      pieces: [
        ['a', '2026-01-05', 'formation', 4_800_000],
        ['b', '2026-09-01', 'formation', 3_700_000],
      ],
    },
    {},
    [240_000 + 230_000 + 88_000, 132_000 + 200_000 + 45_000],
    0,
  ],
  // Quatre mois : 10 000 à 11,5 %, 10 000 à 10,5 %, 5 000 à 9,5 %.
  [
    'exercice de quatre mois, seuils au tiers',
    {
      bareme: 'opteos',
      exercice: ['2026-09-01', '2026-12-31', 'prorata'],
      pieces: [['a', '2026-10-01', 'autre', 2_500_000]],
    },
    {},
    [115_000 + 105_000 + 47_500],
    0,
  ],
  // Sept mois : le premier seuil est à 17 500,00 ; la pièce finit un centime au-dessus.
  [
    'exercice de sept mois, un centime au-delà du seuil',
    {
      bareme: 'opteos',
      exercice: ['2026-06-01', '2026-12-31', 'prorata'],
      pieces: [['a', '2026-10-01', 'autre', 1_750_001]],
    },
    {},
    [201_250],
    0,
  ],
  [
    'un exercice de quinze mois ne grandit pas les seuils',
    {
      bareme: 'opteos',
      exercice: ['2026-01-01', '2027-03-31', 'prorata'],
      pieces: [['a', '2026-10-01', 'autre', 4_000_000]],
    },
    {},
    [345_000 + 105_000],
    0,
  ],
  [
    'enseigne ouverte le 15 avril : neuf mois de part fixe',
    {
      bareme: 'coopaname',
      activite: ['2026-04-15', null],
      pieces: [['a', '2026-05-01', 'formation', 100_000]],
    },
    {},
    [13_500],
    27_000,
  ],
  [
    'enseigne fermée le 3 mars : trois mois, et la facture d’après paie encore',
    { bareme: 'coopaname', activite: [null, '2026-03-03'], pieces: [['a', '2026-06-01', 'autre', 100_000]] },
    {},
    [13_500],
    9_000,
  ],
  [
    'enseigne ouverte et fermée dans le mois : un mois',
    { bareme: 'coopaname', activite: ['2026-07-02', '2026-07-30'], pieces: [] },
    {},
    [],
    3_000,
  ],
  [
    'enseigne fermée avant l’exercice : rien',
    { bareme: 'coopaname', activite: [null, '2025-12-31'], pieces: [] },
    {},
    [],
    0,
  ],
  [
    'exercice qui commence au milieu d’un mois : le mois entier',
    { bareme: 'coopaname', exercice: ['2026-11-16', '2026-12-31', 'entier'], pieces: [] },
    {},
    [],
    6_000,
  ],
  [
    'part fixe changée le jour de l’ouverture',
    {
      bareme: 'coopaname-change',
      activite: ['2026-10-01', null],
      pieces: [['a', '2026-10-01', 'autre', 100_000]],
    },
    {},
    [13_000],
    10_500,
  ],
  [
    'le taux du jour même du changement est le nouveau',
    { bareme: 'opteos-change', pieces: [['a', '2026-07-01', 'autre', 100]] },
    {},
    [12],
    0,
  ],
  // Cumul de 35 000 au 30 juin ; un avoir de 10 000 après : 5 000 rendus à 11 %, 5 000 à 12 %.
  [
    'avoir après le changement, qui repasse le seuil : au barème de son jour',
    {
      bareme: 'opteos-change',
      pieces: [
        ['a', '2026-06-30', 'autre', 3_500_000],
        ['b', '2026-07-02', 'autre', -1_000_000],
      ],
    },
    {},
    [345_000 + 52_500, -55_000 - 60_000],
    0,
  ],
  [
    'avoir d’un exercice d’avant, puis une pièce qui le dépasse',
    {
      bareme: 'opteos',
      pieces: [
        ['a', '2026-01-10', 'formation', -500_000],
        ['b', '2026-02-10', 'formation', 2_600_000],
      ],
    },
    {},
    // Le cumul passe de −5 000 à 21 000 : 25 000 à 12 %, 1 000 à 11,5 %.
    [-60_000, 300_000 + 11_500],
    0,
  ],
  [
    'les lignes suivent l’ordre du fichier, le calcul celui des jours',
    {
      bareme: 'opteos',
      pieces: [
        ['b', '2026-05-01', 'autre', 1_000_000],
        ['a', '2026-01-01', 'autre', 3_000_000],
      ],
    },
    {},
    [105_000, 345_000],
    0,
  ],
  [
    'le même jour, l’ordre des identifiants',
    {
      bareme: 'opteos',
      pieces: [
        ['z', '2026-05-01', 'autre', 1_000_000],
        ['a', '2026-05-01', 'autre', 3_000_000],
      ],
    },
    {},
    [105_000, 345_000],
    0,
  ],
  [
    'hors de l’exercice, une pièce ne compte ni ne monte le cumul',
    {
      bareme: 'opteos',
      pieces: [
        ['a', '2025-12-31', 'autre', 9_000_000],
        ['b', '2026-01-01', 'autre', 100_000],
        ['c', '2027-01-01', 'autre', 1],
      ],
    },
    {},
    [11_500],
    0,
  ],
  [
    'une pièce exclue ne paie rien et ne monte pas le cumul',
    {
      bareme: 'opteos',
      pieces: [
        ['a', '2026-01-01', 'exclu', 9_000_000],
        ['b', '2026-01-02', 'autre', 100_000],
      ],
    },
    {},
    [0, 11_500],
    0,
  ],
  [
    'un bilan de compétences monte le cumul général',
    {
      bareme: 'opteos',
      pieces: [
        ['a', '2026-01-01', 'bilan', 3_000_000],
        ['b', '2026-01-02', 'autre', 100_000],
        ['c', '2026-01-03', 'formation', 100_000],
      ],
    },
    {},
    [345_000, 10_500, 12_000],
    0,
  ],
  [
    'sans barème de formation, la formation paie le général',
    {
      bareme: 'opteos-change',
      pieces: [
        ['a', '2026-01-01', 'formation', 2_900_000],
        ['b', '2026-01-02', 'autre', 200_000],
      ],
    },
    {},
    [333_500, 11_500 + 10_500],
    0,
  ],
  [
    'un barème de formation né en juillet ne vaut pas en juin',
    {
      bareme: 'ne',
      pieces: [
        ['a', '2026-06-30', 'formation', 100_000],
        ['b', '2026-07-01', 'formation', 100_000],
      ],
    },
    { ne: [optDe(0), { ...optDe(1), depuis: '2026-07-01' }] },
    [11_500, 12_000],
    0,
  ],
  [
    'des seuils changés : le cumul garde sa place',
    {
      bareme: 'seuils',
      pieces: [
        ['a', '2026-06-30', 'autre', 2_000_000],
        ['b', '2026-07-01', 'autre', 1_000_000],
      ],
    },
    {
      seuils: [
        {
          depuis: '2026-01-01',
          assiette: 'marge',
          fixeMensuel: 0,
          tranches: [
            { jusqua: 3_000_000, milliemes: 100 },
            { jusqua: null, milliemes: 50 },
          ],
        },
        {
          depuis: '2026-07-01',
          assiette: 'marge',
          fixeMensuel: 0,
          tranches: [
            { jusqua: 1_000_000, milliemes: 100 },
            { jusqua: null, milliemes: 50 },
          ],
        },
      ],
    },
    [200_000, 50_000],
    0,
  ],
  [
    'un taux à une décimale de millième',
    { bareme: 'fin', pieces: [['a', '2026-06-30', 'autre', 1_000]] },
    {
      fin: [
        {
          depuis: '2026-01-01',
          assiette: 'marge',
          fixeMensuel: 0,
          tranches: [{ jusqua: null, milliemes: 137.5 }],
        },
      ],
    },
    [138],
    0,
  ],
  // La règle de la demie : 0,5 centime s’éloigne de zéro, des deux côtés.
  [
    'la demie s’éloigne de zéro',
    {
      bareme: 'demi',
      pieces: [
        ['a', '2026-06-30', 'autre', -1],
        ['b', '2026-07-30', 'autre', 2],
      ],
    },
    {
      demi: [
        {
          depuis: '2026-01-01',
          assiette: 'marge',
          fixeMensuel: 0,
          tranches: [{ jusqua: null, milliemes: 500 }],
        },
      ],
    },
    [-1, 2],
    0,
  ],
  // Un seul cumul : 25 000 de formation, puis 10 000 d’autre chose, de 25 000 à 35 000 au barème général.
  [
    'cumul commun : les deux montent ensemble',
    {
      bareme: 'opteos',
      lectures: { cumul: 'commun' },
      pieces: [
        ['a', '2026-03-01', 'formation', 2_500_000],
        ['b', '2026-03-02', 'autre', 1_000_000],
      ],
    },
    {},
    [240_000 + 57_500, 57_500 + 52_500],
    0,
  ],
  [
    'avoir à l’origine : ce que la pièce a payé, au barème de son jour',
    {
      bareme: 'opteos-change',
      lectures: { avoir: 'd-origine' },
      pieces: [
        ['a', '2026-06-30', 'autre', 1_000_000],
        ['b', '2026-08-01', 'autre', -1_000_000, 'a'],
      ],
    },
    {},
    [115_000, -115_000],
    0,
  ],
  [
    'avoir à l’origine, d’une moitié de pièce à cheval sur deux tranches',
    {
      bareme: 'opteos',
      lectures: { avoir: 'd-origine' },
      pieces: [
        ['a', '2026-06-30', 'autre', 4_000_000],
        ['b', '2026-08-01', 'autre', -2_000_000, 'a'],
      ],
    },
    {},
    [450_000, -225_000],
    0,
  ],
  [
    'avoir à l’origine, d’un exercice d’avant : à son taux, sans bouger le cumul de l’année',
    {
      bareme: 'opteos',
      lectures: { avoir: 'd-origine' },
      pieces: [
        ['a', '2026-01-10', 'autre', -200_000, { milliemes: 95 }],
        ['b', '2026-02-01', 'autre', 3_100_000],
      ],
    },
    {},
    [-19_000, 345_000 + 10_500],
    0,
  ],
]
describe('des cas tirés des textes', () => {
  it.each(autres.map((a) => [a[0], a] as const))('%s', (_, [, cas, baremes, lignes, fixe]) =>
    expect(calculer(cas, baremes)).toEqual({ lignes, fixe, total: fixe + lignes.reduce((t, x) => t + x, 0) }),
  )
})

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
