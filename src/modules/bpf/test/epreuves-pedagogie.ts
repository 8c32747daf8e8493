import { formateur, unCas, unCasConfie, uneAction, uneSeance, unParticipant, unProduit } from './dossiers.ts'
import { avec, deuxDemi, type Epreuves, h, par } from './epreuve.ts'

/** Pour chaque règle, un dossier où elle joue et un où elle ne joue pas. Une règle sans épreuve ne compile pas. */
export const epreuvesPedagogie: Epreuves<
  'R1' | 'R2' | 'R3' | 'R4' | 'R5' | 'R6' | 'R7' | 'R8' | 'R9' | 'R10' | 'R11' | 'R12' | 'R13' | 'R14' | 'R15'
> = {
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
}
