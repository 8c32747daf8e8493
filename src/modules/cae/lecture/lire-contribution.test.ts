import { describe, expect, it } from 'vitest'
import { lireContributions } from './lire-contribution.ts'

const bareme = () => ({
  depuis: '2026-01-01' as unknown,
  assiette: 'marge' as unknown,
  fixeMensuel: 0 as unknown,
  tranches: [
    { jusqua: 1000, milliemes: 115 },
    { jusqua: null, milliemes: 105 },
  ] as unknown,
})
const cas = () => ({
  id: 'a',
  bareme: 'b' as unknown,
  exercice: ['2026-01-01', '2026-12-31', 'entier'] as unknown,
  pieces: [['p', '2026-02-01', 'autre', 1000]] as unknown,
})
const fautesDe = (c: object, b: unknown = [bareme()]) => {
  const r = lireContributions(JSON.stringify({ baremes: { b }, cas: [{ ...cas(), ...c }] }))
  return r.ok ? [] : r.error.map((f) => f.chemin)
}
const avec = (b: object) => [[{ ...bareme(), ...b }]] as const
const p = (...piece: unknown[]) => ({ pieces: [piece] })

describe('lire des contributions', () => {
  it('un document sain se lit', () => expect(fautesDe({})).toEqual([]))
  it.each<[string, object, unknown, string]>([
    ['un barème inconnu', { bareme: 'z' }, undefined, 'cas[0].bareme'],
    ['un barème hérité du langage', { bareme: 'toString' }, undefined, 'cas[0].bareme'],
    ['un exercice à deux bornes', { exercice: ['2026-01-01', '2026-12-31'] }, undefined, 'cas[0].exercice'],
    [
      'un exercice à l’envers',
      { exercice: ['2026-12-31', '2026-01-01', 'entier'] },
      undefined,
      'cas[0].exercice[1]',
    ],
    [
      'un exercice de trois ans',
      { exercice: ['2026-01-01', '2028-12-31', 'entier'] },
      undefined,
      'cas[0].exercice[1]',
    ],
    [
      'un jour qui n’existe pas',
      { exercice: ['2026-02-30', '2026-12-31', 'entier'] },
      undefined,
      'cas[0].exercice[0]',
    ],
    [
      'une règle de seuils inconnue',
      { exercice: ['2026-01-01', '2026-12-31', 'moitie'] },
      undefined,
      'cas[0].exercice[2]',
    ],
    [
      'un exercice d’avant tout barème',
      { exercice: ['2025-12-01', '2026-12-31', 'entier'] },
      undefined,
      'cas[0].exercice',
    ],
    ['une pièce trop courte', p('p', '2026-02-01', 'autre'), undefined, 'cas[0].pieces[0]'],
    ['une pièce en objet', { pieces: [{ id: 'p' }] }, undefined, 'cas[0].pieces[0]'],
    ['un genre inconnu', p('p', '2026-02-01', 'conseil', 1), undefined, 'cas[0].pieces[0][2]'],
    ['une marge en texte', p('p', '2026-02-01', 'autre', '1000'), undefined, 'cas[0].pieces[0][3]'],
    ['une marge à décimales', p('p', '2026-02-01', 'autre', 10.5), undefined, 'cas[0].pieces[0][3]'],
    ['une marge immense', p('p', '2026-02-01', 'autre', 1e15), undefined, 'cas[0].pieces[0][3]'],
    [
      'une marge nulle au sens de rien',
      p('p', '2026-02-01', 'autre', null),
      undefined,
      'cas[0].pieces[0][3]',
    ],
    ['un jour au format du pays', p('p', '01/02/2026', 'autre', 1), undefined, 'cas[0].pieces[0][1]'],
    [
      'deux pièces du même nom',
      {
        pieces: [
          ['p', '2026-02-01', 'autre', 1],
          ['p', '2026-02-02', 'autre', 1],
        ],
      },
      undefined,
      'cas[0].pieces[1][0]',
    ],
    ['des pièces absentes', { pieces: undefined }, undefined, 'cas[0].pieces'],
    ['une activité à l’envers', { activite: ['2026-05-01', '2026-04-01'] }, undefined, 'cas[0].activite[1]'],
    ['une activité en texte', { activite: 'avril' }, undefined, 'cas[0].activite'],
    ['une lecture inconnue', { lectures: { avoir: 'jamais' } }, undefined, 'cas[0].lectures.avoir'],
    [
      'un avoir sans origine',
      { lectures: { avoir: 'd-origine' }, ...p('p', '2026-02-01', 'autre', -1) },
      undefined,
      'cas[0].pieces[0]',
    ],
    [
      'un avoir d’une pièce d’après',
      {
        lectures: { avoir: 'd-origine' },
        pieces: [
          ['p', '2026-02-01', 'autre', -1, 'q'],
          ['q', '2026-03-01', 'autre', 5],
        ],
      },
      undefined,
      'cas[0].pieces[0]',
    ],
    [
      'une origine au taux impossible',
      p('p', '2026-02-01', 'autre', -1, { milliemes: 1001 }),
      undefined,
      'cas[0].pieces[0][4].milliemes',
    ],
    ['un barème qui n’est pas une liste', {}, {}, 'baremes.b'],
    ['un barème vide', {}, [], 'baremes.b'],
    ['une assiette inconnue', {}, ...avec({ assiette: 'ca' }), 'baremes.b[0].assiette'],
    ['un fixe négatif', {}, ...avec({ fixeMensuel: -1 }), 'baremes.b[0].fixeMensuel'],
    ['un fixe absent', {}, ...avec({ fixeMensuel: undefined }), 'baremes.b[0].fixeMensuel'],
    ['aucune tranche', {}, ...avec({ tranches: [] }), 'baremes.b[0].tranches'],
    [
      'une dernière tranche plafonnée',
      {},
      ...avec({ tranches: [{ jusqua: 5, milliemes: 1 }] }),
      'baremes.b[0].tranches[0].jusqua',
    ],
    [
      'deux tranches sans plafond',
      {},
      ...avec({
        tranches: [
          { jusqua: null, milliemes: 1 },
          { jusqua: null, milliemes: 1 },
        ],
      }),
      'baremes.b[0].tranches[0].jusqua',
    ],
    [
      'des tranches en désordre',
      {},
      ...avec({
        tranches: [
          { jusqua: 9, milliemes: 1 },
          { jusqua: 9, milliemes: 1 },
          { jusqua: null, milliemes: 1 },
        ],
      }),
      'baremes.b[0].tranches[1].jusqua',
    ],
    [
      'un taux négatif',
      {},
      ...avec({ tranches: [{ jusqua: null, milliemes: -1 }] }),
      'baremes.b[0].tranches[0].milliemes',
    ],
    [
      'un taux à quatre décimales',
      {},
      ...avec({ tranches: [{ jusqua: null, milliemes: 1.00001 }] }),
      'baremes.b[0].tranches[0].milliemes',
    ],
    ['deux barèmes du même jour', {}, [bareme(), bareme()], 'baremes.b[1].depuis'],
    ['un barème né après la pièce', {}, ...avec({ depuis: '2026-06-01' }), 'cas[0].exercice'],
  ])('%s : la faute dit où', (_, c, b, chemin) => {
    expect(fautesDe(c, b)).toContain(chemin)
  })
  it.each([
    [
      'une clé répétée',
      '{"baremes":{"b":[{"depuis":"2026-01-01","depuis":"2026-01-01"}]}}',
      'baremes.b[0].depuis',
    ],
    [
      'un nombre qui n’en est pas un',
      '{"cas":[{"pieces":[["p","2026-01-01","autre",NaN]]}]}',
      'cas[0].pieces[0][3]',
    ],
    ['un signe de trop', '{"cas":[{"id":"a"},]}', 'cas[1]'],
    ['rien ne s’ouvre', 'cas', 'ligne 1'],
  ])('mal formé, %s : la faute dit le chemin, sur une seule ligne aussi', (_, texte, chemin) => {
    const r = lireContributions(texte)
    expect(r.ok ? [] : r.error.map((f) => f.chemin)).toEqual([chemin])
  })
  it('une origine vide n’en est pas une', () =>
    expect(fautesDe(p('p', '2026-02-01', 'autre', -1, ''))).toEqual(['cas[0].pieces[0][4]']))
  it('une pièce sans barème le dit à sa place', () => {
    const formation = { ...bareme(), assiette: 'marge-formation' }
    expect(fautesDe({}, [formation])).toEqual(['cas[0].pieces[0]'])
  })
})
