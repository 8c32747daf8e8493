import { describe, expect, it } from 'vitest'
import { dateCivile } from '#kernel/dates.ts'
import {
  bilan,
  type CasBrut,
  formateur,
  lignesDe,
  lu,
  unCas,
  unCasConfie,
  uneAction,
  uneSeance,
  unParticipant,
  unProduit,
} from '../test/dossiers.ts'
import { arrondirHeures } from './arrondir-heures.ts'
import { calculerBpf } from './composer.ts'
import { controler } from './controles/controler.ts'
import { formulaires } from './formulaire.ts'
import { enJson, type LignesJson } from './lignes.ts'
import { doutes, type Lectures, lecturesAu } from './parametres.ts'
import { type RegleId, regles } from './regles.ts'
import { ligneF1, nsfProposee, type Situation, statutDe } from './stagiaires.ts'

const h = (n: number, heures: number) => ({ n, h: heures })
const deuxDemi = [
  uneSeance({ heures: 3.5, demiJournee: 'matin' }),
  uneSeance({ id: 's2', heures: 3.5, demiJournee: 'apres-midi' }),
]
const par = (formateurId: string) => uneSeance({ interventions: [{ formateur: formateurId, heures: 7 }] })
const avec = (a: Parameters<typeof uneAction>[0], c: Partial<CasBrut> = {}) =>
  unCas({ actions: [uneAction(a)], ...c })
const paye = (...financeurs: readonly (readonly [string, number])[]) =>
  unCas({
    produits: financeurs.map(([financeur, montantHT], i) => unProduit({ id: `P${i}`, financeur, montantHT })),
  })

type Epreuve = {
  readonly cas: CasBrut
  readonly lire: (l: LignesJson) => unknown
  readonly juste: unknown
  /** Ce que donnerait la règle fausse qu’on rencontre ailleurs. */
  readonly faux: unknown
  readonly lectures?: Partial<Lectures>
}

/** Pour chaque règle, un dossier où elle joue et un où elle ne joue pas. Une règle sans épreuve ne compile pas. */
const epreuves: Readonly<Record<RegleId, readonly [Epreuve, ...Epreuve[]]>> = {
  R1: [
    {
      cas: avec({ seances: [uneSeance({ date: '2026-01-01' })] }),
      lire: (l) => [l.F1.total, l.E.internes, l.C['1']],
      juste: [h(0, 0), h(0, 0), 0],
      faux: [h(1, 7), h(1, 7), 700],
    },
    {
      cas: avec({ seances: [uneSeance({ date: '2025-12-31' })] }),
      lire: (l) => [l.F1.total, l.E.internes],
      juste: [h(1, 7), h(1, 7)],
      faux: [h(0, 0), h(0, 0)],
    },
    {
      cas: avec({ seances: [uneSeance({ date: '2025-01-01' })] }),
      lire: (l) => l.F1.total,
      juste: h(1, 7),
      faux: h(0, 0),
    },
  ],
  R2: [
    {
      cas: avec({ role: 'sous_traitance_recue' }),
      lire: (l) => [l.F1.total.n, l.F3.total.n, l.F4.total.n, l.G],
      juste: [0, 0, 0, h(1, 7)],
      faux: [1, 1, 1, h(1, 7)],
    },
    {
      cas: unCasConfie(),
      lire: (l) => [l.F1.total, l.G],
      juste: [h(1, 7), h(0, 0)],
      faux: [h(1, 3.5), h(1, 3.5)],
    },
  ],
  R3: [
    {
      cas: avec({ objectif: { f3: 'f' } }),
      lire: (l) => [l.F1.total, l.F3.f],
      juste: [h(1, 7), h(1, 7)],
      faux: [h(0, 0), h(0, 0)],
    },
    { cas: avec({}), lire: (l) => l.F3.d, juste: h(1, 7), faux: h(0, 0) },
  ],
  R4: [
    {
      cas: unCas({ actions: [uneAction(), uneAction({ id: 'A2', nsf: '326', objectif: { f3: 'b' } })] }),
      lire: (l) => [l.F1.total.n, l.F3.total.n, l.F4.total.n],
      juste: [2, 2, 2],
      faux: [1, 2, 2],
    },
    { cas: avec({ seances: deuxDemi }), lire: (l) => l.F1.total.n, juste: 1, faux: 2 },
  ],
  R5: [
    {
      cas: avec({
        seances: deuxDemi,
        participants: [
          unParticipant(),
          unParticipant({ personne: 'nour', presences: ['s1'] }),
          unParticipant({ personne: 'paul', presences: [] }),
        ],
      }),
      lire: (l) => l.F1.total,
      juste: h(2, 10.5),
      faux: h(3, 21),
    },
    {
      cas: avec({ participants: [unParticipant({ presences: { s1: 0 } })] }),
      lire: (l) => l.F1.total,
      juste: h(0, 0),
      faux: h(1, 0),
    },
  ],
  R6: [
    {
      cas: avec({
        modalite: 'mixte',
        seances: [uneSeance({ heures: 4.5, demiJournee: null, interventions: [] })],
        participants: [unParticipant({ presences: { s1: 2.5 } })],
      }),
      lire: (l) => [l.B.distance, l.F1.total],
      juste: [true, h(1, 2.5)],
      faux: [false, h(1, 4.5)],
    },
    {
      cas: avec({ modalite: 'distance', seances: [uneSeance({ date: '2024-06-03' })] }),
      lire: (l) => l.B.distance,
      juste: false,
      faux: true,
    },
  ],
  R7: [
    {
      cas: avec({ objectif: { f3: 'e' }, nsf: '415' }),
      lire: (l) => [l.F3.e, l.F1.a, l.F4.specialites[0]?.code],
      juste: [h(1, 7), h(1, 7), '415'],
      faux: [h(0, 0), h(0, 0), undefined],
    },
    { cas: avec({ objectif: { f3: 'f' } }), lire: (l) => l.F3.f, juste: h(1, 7), faux: h(0, 0) },
  ],
  R8: [
    {
      cas: avec({ participants: [unParticipant({ statut: 'recherche_emploi' })] }),
      lire: (l) => [l.F1.a.n, l.F1.c.n],
      juste: [0, 1],
      faux: [1, 0],
    },
    {
      cas: unCas({ produits: [unProduit({ financeur: 'cdc_cpf' })] }),
      lire: (l) => [l.F1.a.n, l.F1.e.n],
      juste: [1, 0],
      faux: [0, 1],
    },
  ],
  R9: [
    {
      cas: unCasConfie(),
      lire: (l) => [l.F1.total, l.F2, l.E.externes, l.D.achatsHonoraires, l.C['10']],
      juste: [h(1, 7), h(1, 3.5), h(1, 4), 200, 0],
      faux: [h(1, 7), h(1, 7), h(1, 4), 200, 700],
    },
    {
      cas: {
        ...unCasConfie(),
        actions: unCasConfie().actions.map((a) => ({
          ...a,
          participants: [unParticipant({ presences: ['s1'] })],
        })),
      },
      lire: (l) => l.F2,
      juste: h(0, 0),
      faux: h(1, 0),
    },
  ],
  R10: [
    {
      cas: avec({ seances: [par('bruno')] }),
      lire: (l) => [l.F2, l.E.externes],
      juste: [h(0, 0), h(1, 7)],
      faux: [h(1, 7), h(1, 7)],
    },
    {
      cas: avec({ seances: [par('bruno')] }),
      lectures: { honorairesEnF2: true },
      lire: (l) => l.F2,
      juste: h(1, 7),
      faux: h(0, 0),
    },
  ],
  R11: [
    {
      cas: avec({ role: 'sous_traitance_recue' }, { produits: [unProduit({ financeur: 'autre_of' })] }),
      lire: (l) => [l.C['10'], l.G, l.E.internes],
      juste: [700, h(1, 7), h(1, 7)],
      faux: [700, h(1, 7), h(0, 0)],
    },
    { cas: unCas(), lire: (l) => l.G, juste: h(0, 0), faux: h(1, 7) },
  ],
  R12: [
    {
      cas: avec({
        role: 'sous_traitance_recue',
        seances: [uneSeance({ confieeA: 'delta', interventions: [{ formateur: 'dora', heures: 7 }] })],
      }),
      lire: (l) => [l.F2, l.G, l.E.externes],
      juste: [h(0, 0), h(1, 7), h(1, 7)],
      faux: [h(1, 7), h(0, 0), h(1, 7)],
    },
    { cas: unCasConfie(), lire: (l) => l.F2.n, juste: 1, faux: 0 },
  ],
  R13: [
    {
      cas: unCas({
        formateurs: [
          {
            id: 'amel',
            statuts: [
              { statut: 'salarie', du: '2000-01-01', au: '2025-06-30' },
              { statut: 'honoraires', du: '2025-07-01', au: '9999-12-31' },
            ],
          },
        ],
        actions: [
          uneAction({
            seances: [
              uneSeance(),
              uneSeance({ id: 's2', date: '2025-09-01' }),
              uneSeance({ id: 's3', date: '2025-09-02' }),
            ],
          }),
        ],
      }),
      lire: (l) => [l.E.internes, l.E.externes],
      juste: [h(1, 7), h(1, 14)],
      faux: [h(1, 7), h(2, 14)],
    },
    {
      cas: unCas({
        formateurs: [formateur('amel'), formateur('chloe', 'entrepreneur_salarie')],
        actions: [
          uneAction({
            seances: [
              uneSeance({
                interventions: [
                  { formateur: 'amel', heures: 7 },
                  { formateur: 'chloe', heures: 7 },
                ],
              }),
            ],
          }),
        ],
      }),
      lire: (l) => l.E.internes,
      juste: h(2, 14),
      faux: h(2, 7),
    },
    {
      cas: unCas({ formateurs: [formateur('amel', 'porteur_cape')] }),
      lectures: { cape: 'externes' },
      lire: (l) => [l.E.internes.n, l.E.externes.n],
      juste: [0, 1],
      faux: [1, 0],
    },
    {
      cas: unCas({ formateurs: [formateur('amel', 'porteur_cape')] }),
      lire: (l) => l.E.internes.n,
      juste: 1,
      faux: 0,
    },
    {
      cas: avec({ participants: [unParticipant({ presences: [] })] }),
      lire: (l) => l.E.internes,
      juste: h(1, 7),
      faux: h(0, 0),
    },
  ],
  R14: [
    {
      cas: avec({
        seances: [
          uneSeance({ heures: 3.5 }),
          uneSeance({ id: 's2', heures: 3.5, cotraitant: 'omega', interventions: [] }),
        ],
      }),
      lire: (l) => [l.F1.total, l.F2.n, l.G.n, l.C['1']],
      juste: [h(1, 3.5), 0, 0, 700],
      faux: [h(1, 7), 1, 0, 700],
    },
    { cas: avec({ seances: deuxDemi }), lire: (l) => l.F1.total.h, juste: 7, faux: 3.5 },
  ],
  R15: [
    {
      cas: avec(
        { participants: [unParticipant({ statut: 'apprenti' })], objectif: { f3: 'a', niveau: '4' } },
        { produits: [unProduit({ financeur: 'opco_apprentissage' })] },
      ),
      lire: (l) => [l.F1.b, l.F1.a.n, l.C['2a'], l.F3['a.4']],
      juste: [h(1, 7), 0, 700, h(1, 7)],
      faux: [h(0, 0), 1, 0, h(1, 7)],
    },
    { cas: unCas(), lire: (l) => l.F1.b.n, juste: 0, faux: 1 },
  ],
  R16: [
    {
      cas: avec({
        seances: [
          uneSeance({ date: '2025-12-30' }),
          uneSeance({
            id: 's2',
            date: '2026-01-02',
            heures: 14,
            interventions: [{ formateur: 'amel', heures: 14 }],
          }),
        ],
      }),
      lire: (l) => [l.C['1'], l.F1.total, l.E.internes],
      juste: [233, h(1, 7), h(1, 7)],
      faux: [700, h(1, 21), h(1, 21)],
    },
    {
      cas: unCas({ produits: [unProduit({ rattachement: { ecriture: 512.5 } })] }),
      lire: (l) => l.C['1'],
      juste: 513,
      faux: 700,
    },
    {
      cas: avec({
        seances: [uneSeance({ date: '2025-12-30' }), uneSeance({ id: 's2', date: '2026-01-02' })],
      }),
      lectures: { argentACheval: 'debut' },
      lire: (l) => l.C['1'],
      juste: 700,
      faux: 350,
    },
  ],
  R17: [
    {
      cas: paye(['opco_contrat_pro', 0.5], ['cdc_cpf', 0.5], ['region', 0.49]),
      lire: (l) => [l.C['2b'], l.C['2e'], l.C['2'], l.C['6'], l.C.total],
      juste: [1, 1, 2, 0, 2],
      faux: [0, 0, 1, 0, 1],
    },
    {
      cas: paye(['entreprise', -980.5], ['region', 2000]),
      lire: (l) => [l.C['1'], l.C.total],
      juste: [-981, 1019],
      faux: [-980, 1020],
    },
  ],
  R18: [
    {
      cas: unCas({
        produits: [
          unProduit({ dateFacture: '2025-03-20', dateEncaissement: null }),
          unProduit({ id: 'avoir', montantHT: -150, rattachement: { date: '2025-04-01' } }),
          unProduit({
            id: 'ancien',
            montantHT: 500,
            dateEncaissement: '2025-02-01',
            rattachement: { date: '2024-06-24' },
          }),
        ],
      }),
      lire: (l) => l.C['1'],
      juste: 550,
      faux: 350,
    },
    { cas: unCas(), lire: (l) => l.C['1'], juste: 700, faux: 0 },
  ],
  R19: [
    {
      cas: paye(['cdc_cpf', 900], ['particulier', 100], ['autre_formation', 30]),
      lire: (l) => [l.C['2e'], l.C['9'], l.C['11'], l.F1.total.n],
      juste: [900, 100, 30, 1],
      faux: [1000, 0, 30, 1],
    },
    { cas: paye(['hors_formation', 700]), lire: (l) => l.C.total, juste: 0, faux: 700 },
  ],
  R20: [
    {
      cas: paye(['a_affecter', 700]),
      lire: (l) => [l.C.total, l.C['11'], l.C['1']],
      juste: [0, 0, 0],
      faux: [700, 700, 0],
    },
    { cas: unCas(), lire: (l) => l.C.total, juste: 700, faux: 0 },
  ],
  R21: [
    { cas: unCas({ chiffreAffairesGlobalHT: 1_000_000 }), lire: (l) => l.C.part, juste: 1, faux: 0 },
    { cas: unCas({ chiffreAffairesGlobalHT: 4096 }), lire: (l) => l.C.part, juste: 17, faux: 18 },
    {
      cas: unCas({ chiffreAffairesGlobalHT: 4096 }),
      lectures: { arrondiDeLaPart: 'superieur' },
      lire: (l) => l.C.part,
      juste: 18,
      faux: 17,
    },
    { cas: unCas({ produits: [] }), lire: (l) => l.C.part, juste: 0, faux: 1 },
  ],
  R22: [
    {
      cas: unCas({
        charges: [
          { compte: '6411', montantHT: 300, formateur: true },
          { compte: '6411', montantHT: 100 },
          { compte: '645', montantHT: 50, formateur: true },
          { compte: '6226', montantHT: 40 },
          { compte: '6226', montantHT: 20, prestationFormation: true },
          { compte: '604100', montantHT: 10, prestationFormation: true },
          { compte: '621', montantHT: 5, prestationFormation: true },
        ],
      }),
      lire: (l) => l.D,
      juste: { total: 525, salairesFormateurs: 300, achatsHonoraires: 30 },
      faux: { total: 525, salairesFormateurs: 400, achatsHonoraires: 70 },
    },
    { cas: unCas(), lire: (l) => l.D.achatsHonoraires, juste: 0, faux: 300 },
  ],
  R23: [
    {
      cas: avec({ objectif: { f3: 'a', niveau: 'cqp' } }),
      lire: (l) => [l.F3.a, l.F3['a.cqp'], l.F3.total],
      juste: [h(1, 7), h(1, 7), h(1, 7)],
      faux: [h(1, 7), h(1, 7), h(2, 14)],
    },
    { cas: avec({ objectif: { f3: 'c' } }), lire: (l) => [l.F3.c.n, l.F3.a.n], juste: [1, 0], faux: [0, 1] },
  ],
  R24: [
    {
      cas: unCas({
        actions: ['326', '314', '333', '415', '312', '413'].map((nsf, i) =>
          uneAction({
            id: `A${i}`,
            nsf,
            seances: [uneSeance({ heures: i === 2 ? 3 : 7 })],
            participants: [
              unParticipant(),
              ...(i === 5 ? [unParticipant({ personne: 'yan', presences: { s1: 0.5 } })] : []),
            ],
          }),
        ),
        produits: [],
      }),
      lire: (l) => [l.F4.specialites.map((s) => s.code), l.F4.autres],
      juste: [['413', '312', '314', '326', '415'], h(1, 3)],
      faux: [['326', '314', '333', '415', '312'], h(0, 0)],
    },
    { cas: unCas(), lire: (l) => l.F4.autres, juste: h(0, 0), faux: h(1, 7) },
  ],
  R25: [
    {
      cas: unCas({
        actions: ['a', 'b', 'c'].map((id) =>
          uneAction({
            id,
            seances: [uneSeance({ heures: 1.5 })],
            participants: [
              unParticipant({ statut: { a: 'salarie_prive', b: 'apprenti', c: 'benevole' }[id] ?? '' }),
            ],
          }),
        ),
        produits: [],
      }),
      lire: (l) => [l.F1.a.h, l.F1.b.h, l.F1.e.h, l.F1.total.h],
      juste: [1.5, 1.5, 1.5, 4.5],
      faux: [2, 2, 2, 5],
    },
    { cas: unCas(), lire: (l) => l.F1.total.h, juste: 7, faux: 8 },
  ],
}

describe('les règles de comptage', () => {
  it('sont vingt-cinq, chacune nommée, sourcée et marquée', () => {
    expect(Object.keys(regles)).toEqual(Array.from({ length: 25 }, (_, i) => `R${i + 1}`))
    for (const r of Object.values(regles)) {
      expect(r.marques.length).toBeGreaterThan(0)
      expect(`${r.titre}${r.enonce}${r.source}`).not.toMatch(/undefined|TODO/)
    }
  })
  it.each(
    (Object.keys(regles) as RegleId[]).flatMap((id) => epreuves[id].map((e, i) => [id, i + 1, e] as const)),
  )(
    '%s, épreuve %i : le moteur la suit, et une règle fausse se verrait',
    (_, _rang, { cas, lire, juste, faux, lectures }) => {
      expect(juste).not.toEqual(faux)
      expect(lire(lignesDe(cas, lectures))).toEqual(juste)
    },
  )
  it('R25 : trois fois une heure et demie font cinq heures, et non six', () => {
    const b = bilan(epreuves.R25[0].cas)
    const l = enJson(arrondirHeures(b.lignes, b.lectures))
    expect([l.F1.a.h, l.F1.b.h, l.F1.e.h, l.F1.total.h, l.F3.d.h, l.F4.total.h]).toEqual([2, 2, 1, 5, 5, 5])
    const autre = enJson(arrondirHeures(b.lignes, { heuresDeF: 'chaque-case' }))
    expect([autre.F1.a.h, autre.F1.total.h, autre.F3.total.h]).toEqual([2, 6, 5])
  })
  it('R20 : ce qui reste à affecter bloque la validation', () => {
    const b = bilan(epreuves.R20[0].cas)
    const aujourdhui = dateCivile('2026-11-24')
    if (!aujourdhui) throw new Error('date')
    expect(controler(b, { aujourdhui }).find((c) => c.id === 'V27')).toMatchObject({
      ok: false,
      niveau: 'bloquant',
    })
  })
})

describe('le statut d’une personne, à la date de l’action (R8)', () => {
  const rien: Situation = {
    apprenti: false,
    aSesFrais: false,
    rechercheEmploi: false,
    salariePrive: false,
    autre: 'agent_public',
  }
  it.each<[string, Partial<Situation>, 'c' | 'd', string, string]>([
    ['l’apprenti d’abord', { apprenti: true, salariePrive: true, aSesFrais: true }, 'd', 'apprenti', 'b'],
    ['puis qui paie tout', { aSesFrais: true, salariePrive: true }, 'd', 'particulier', 'd'],
    [
      'chômeur à ses frais, lecture proposée',
      { aSesFrais: true, rechercheEmploi: true },
      'd',
      'particulier',
      'd',
    ],
    [
      'chômeur à ses frais, autre lecture',
      { aSesFrais: true, rechercheEmploi: true },
      'c',
      'recherche_emploi',
      'c',
    ],
    ['en recherche d’emploi', { rechercheEmploi: true }, 'd', 'recherche_emploi', 'c'],
    ['salarié de droit privé', { salariePrive: true }, 'd', 'salarie_prive', 'a'],
    ['agent public', {}, 'd', 'agent_public', 'e'],
  ])('%s', (_, s, chomeurASesFrais, statut, lettre) => {
    const lu = statutDe({ ...rien, ...s }, { chomeurASesFrais })
    expect([lu, ligneF1(lu)]).toEqual([statut, lettre])
  })
  it('un bilan propose la spécialité d’usage, une autre action aucune', () =>
    expect([nsfProposee('e', '415'), nsfProposee('d', '415')]).toEqual(['415', undefined]))
})

describe('les règles douteuses', () => {
  it('ont chacune sa question, et au moins une valeur sourcée', () => {
    for (const d of Object.values(doutes)) {
      expect(d.question).toMatch(/\?$/)
      for (const v of d.valeurs)
        expect([dateCivile(v.depuis) !== undefined, v.source.length > 0]).toEqual([true, true])
    }
  })
  it('ont une valeur à toute date', () => {
    for (const t of ['1900-01-01', '2023-12-31', '2199-12-31']) {
      const jour = dateCivile(t)
      if (!jour) throw new Error(t)
      expect(Object.values(lecturesAu(jour))).not.toContain(undefined)
    }
  })
  it.each([
    ['2022-12-31', '10443*16'],
    ['2023-01-01', '10443*17'],
    ['2025-09-01', '10443*17'],
  ])('un exercice ouvert le %s relève de %s, sauf si le dossier en nomme une autre', (debut, version) => {
    const dossier = lu(unCas({ exercice: { debut, fin: '2026-08-31' } }))
    expect(calculerBpf({ ...dossier, cerfa: undefined }).version).toBe(version)
    expect(calculerBpf(dossier).version).toBe('10443*17')
  })
  it('les deux versions ont les mêmes lignes, sauf la distance, 2d et 7', () => {
    const libelles = (v: '10443*16' | '10443*17') =>
      new Map(formulaires[v].cadres.flatMap((c) => c.lignes.map((l) => [l.id, l.libelle] as const)))
    const [seize, dixSept] = [libelles('10443*16'), libelles('10443*17')]
    const differents = [...new Set([...seize.keys(), ...dixSept.keys()])].filter(
      (id) => seize.get(id) !== dixSept.get(id),
    )
    expect(differents.toSorted()).toEqual(['B.distance', 'C.2d', 'C.7', 'F1.distance'])
  })
})
