// Long parce que chaque cas porte son calcul : c’est une table.
import { describe, expect, it } from 'vitest'
import { lireContributions } from '../lecture/lire-contribution.ts'
import publies from '../test/contribution.cas.json' with { type: 'json' }

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
