import { unCas, uneAction, uneSeance, unParticipant, unProduit } from './dossiers.ts'
import { avec, type Epreuves, h, paye } from './epreuve.ts'

/** Pour chaque règle, un dossier où elle joue et un où elle ne joue pas. Une règle sans épreuve ne compile pas. */
export const epreuvesArgent: Epreuves<
  'R16' | 'R17' | 'R18' | 'R19' | 'R20' | 'R21' | 'R22' | 'R23' | 'R24' | 'R25'
> = {
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
          { compte: '621', montantHT: 2, prestationFormation: true },
          { compte: '6227', montantHT: 3, prestationFormation: true },
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
