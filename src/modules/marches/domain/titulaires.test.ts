import { describe, expect, it } from 'vitest'
import { attribuer } from './titulaires.ts'

const lire = (noms: readonly string[], montants: readonly (number | null)[] = []) => {
  const r = attribuer(
    { lot: '1' },
    noms.map((nom, i) => ({ nom, montant: montants[i] ?? null })),
  )
  return {
    lignes: r.attributions.map((a) => [a.forme, a.titulaires.map((t) => t.nom), a.montant]),
    repete: r.repete,
  }
}

describe('plusieurs titulaires d’une décision', () => {
  it.each<[string, readonly string[], readonly (number | null)[], unknown, boolean]>([
    ['un seul', ['Coop A'], [100], [['seul', ['Coop A'], 100]], false],
    [
      'un mandataire et des cotraitants',
      ['SKATE(Mandataire)', 'SPORT(co-traitant)', 'PAYSAGE (Co-traitant)'],
      [348, null, null],
      [['groupement', ['SKATE', 'SPORT', 'PAYSAGE'], 348]],
      false,
    ],
    [
      'le montant redit à chaque membre n’en est qu’un',
      ['A (mandataire)', 'B (cotraitant)'],
      [500, 500],
      [['groupement', ['A', 'B'], 500]],
      true,
    ],
    [
      'des montants différents : on ne sait pas lequel, et rien ne s’additionne',
      ['A (mandataire)', 'B (cotraitant)'],
      [500, 300],
      [['groupement', ['A', 'B'], null]],
      false,
    ],
    [
      'des rangs',
      ['ARC (Rang 1)', 'PRO (Rang 2)', 'ADE (rang n° 3)'],
      [],
      [
        ['seul', ['ARC'], null],
        ['seul', ['PRO'], null],
        ['seul', ['ADE'], null],
      ],
      false,
    ],
    [
      'des rangs au même montant : il ne reste qu’au premier',
      ['A (Rang 1)', 'B (Rang 2)'],
      [900, 900],
      [
        ['seul', ['A'], 900],
        ['seul', ['B'], null],
      ],
      true,
    ],
    [
      'un groupement au premier rang',
      ['A (Rang 1, mandataire)', 'B (Rang 1, co-traitant)', 'C (Rang 2)'],
      [],
      [
        ['groupement', ['A', 'B'], null],
        ['seul', ['C'], null],
      ],
      false,
    ],
    ['deux noms nus', ['INS', 'SOPEXA'], [], [['a-verifier', ['INS', 'SOPEXA'], null]], false],
    ['un rang dit d’un seul des deux', ['A (Rang 1)', 'B'], [], [['a-verifier', ['A', 'B'], null]], false],
    ['deux fois le même nom', ['A', 'A'], [7, 7], [['seul', ['A'], 7]], true],
    [
      'le groupement dit dans le nom',
      ['GROUPEMENT ALPHA / BETA'],
      [],
      [['groupement', ['GROUPEMENT ALPHA / BETA'], null]],
      false,
    ],
    ['une parenthèse qui n’est pas un rôle', ['Coop A (35)'], [], [['seul', ['Coop A (35)'], null]], false],
    ['des noms vides', ['', '  '], [], [['a-verifier', [], null]], false],
  ])('%s', (_, noms, montants, lignes, repete) => expect(lire(noms, montants)).toEqual({ lignes, repete }))
})
