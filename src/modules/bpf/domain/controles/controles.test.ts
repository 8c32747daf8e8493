import { describe, expect, it } from 'vitest'
import { type DateCivile, dateCivile } from '#kernel/dates.ts'
import {
  bilan,
  type CasBrut,
  formateur,
  unCas,
  unCasConfie,
  uneAction,
  uneSeance,
  unParticipant,
  unProduit,
} from '../../test/dossiers.ts'
import { entier, fraction } from '../fraction.ts'
import type { Lignes } from '../lignes.ts'
import type { Contexte, Niveau } from './controle.ts'
import { type ControleId, controler, estValidable, idsDeControle } from './controler.ts'

const jour = (t: string): DateCivile => {
  const d = dateCivile(t)
  if (!d) throw new Error(t)
  return d
}
const aujourdhui = jour('2026-11-24')

type Violation = {
  readonly cas?: CasBrut
  /** Les lignes que quelqu’un retouche avant de déposer. */
  readonly retoucher?: (l: Lignes) => Lignes
  readonly contexte?: Partial<Contexte>
  readonly cerfa?: string
  readonly niveau?: Niveau
}
const passer = ({ cas = unCas(), retoucher = (l) => l, contexte, cerfa }: Violation) => {
  const b = bilan(cas, {}, cerfa)
  return controler(b, { aujourdhui, ...contexte }, retoucher(b.lignes))
}
const deux = { n: 2, h: entier(7) }
const avecC =
  (C: Partial<Lignes['C']>) =>
  (l: Lignes): Lignes => ({ ...l, C: { ...l.C, ...C } })
const unSalaire = { compte: '6411', montantHT: 300, formateur: true }
const rncp = unCas({ actions: [uneAction({ objectif: { f3: 'a', niveau: '5' } })] })
const aVide = { n: 0, h: entier(0) }

/** Pour chaque contrôle, ce qui le met en défaut, lui et aucun autre. Un contrôle sans épreuve ne compile pas. */
const violations: Readonly<Record<ControleId, readonly Violation[]>> = {
  V1: [{ retoucher: avecC({ '2': 5, '1': 695 }) }],
  V2: [{ retoucher: avecC({ total: 701 }) }],
  V3: [
    { retoucher: (l) => ({ ...l, F1: { ...l.F1, a: deux } }) },
    { retoucher: (l) => ({ ...l, F1: { ...l.F1, a: { n: 1, h: fraction(701n, 100n) } } }) },
  ],
  V4: [{ retoucher: (l) => ({ ...l, F3: { ...l.F3, d: deux } }) }],
  V5: [{ retoucher: (l) => ({ ...l, F4: { ...l.F4, autres: { n: 1, h: entier(1) } } }) }],
  V6: [{ retoucher: (l) => ({ ...l, F3: { ...l.F3, d: deux, total: deux } }) }],
  V7: [
    { cas: unCasConfie(), retoucher: (l) => ({ ...l, F2: deux }) },
    { cas: unCasConfie(), retoucher: (l) => ({ ...l, F2: { n: 1, h: entier(8) } }) },
  ],
  V8: [
    { cas: rncp, retoucher: (l) => ({ ...l, F3: { ...l.F3, 'a.5': aVide } }), niveau: 'alerte' },
    { cas: rncp, retoucher: (l) => ({ ...l, F3: { ...l.F3, 'a.5': deux } }), niveau: 'bloquant' },
  ],
  V9: [{ retoucher: (l) => ({ ...l, D: { ...l.D, salairesFormateurs: 400 } }) }],
  V10: [
    { retoucher: avecC({ part: 101 }) },
    { retoucher: avecC({ part: 0 }) },
    { retoucher: avecC({ part: 12.5 }) },
    { cas: unCas({ chiffreAffairesGlobalHT: 0 }) },
    { cas: unCas({ chiffreAffairesGlobalHT: 600 }) },
  ],
  V11: [
    { cas: unCas({ actions: [uneAction(), uneAction({ id: 'R', role: 'sous_traitance_recue' })] }) },
    {
      cas: unCas({ produits: [unProduit(), unProduit({ id: 'P2', financeur: 'autre_of', montantHT: 50 })] }),
    },
  ],
  V12: [{ cas: unCas({ produits: [] }) }],
  V13: [
    { retoucher: (l) => ({ ...l, F2: { n: 0, h: entier(1) } }) },
    {
      retoucher: (l) => ({ ...l, E: { ...l.E, internes: { n: 0, h: entier(7) } } }),
      cas: unCas({ charges: [{ compte: '613', montantHT: 5 }] }),
    },
  ],
  V14: [
    {
      cas: unCas({
        actions: [uneAction({ seances: [uneSeance({ confieeA: 'delta' })] })],
      }),
    },
  ],
  V15: [
    { cas: unCas({ charges: [unSalaire, { compte: '604', montantHT: 10, prestationFormation: true }] }) },
  ],
  V16: [
    {
      cas: unCas({
        actions: [
          uneAction({ seances: [uneSeance({ interventions: [{ formateur: 'bruno', heures: 7 }] })] }),
        ],
        charges: [unSalaire, { compte: '6226', montantHT: 10, prestationFormation: true }],
      }),
    },
  ],
  V17: [
    {
      cas: unCas({
        actions: [uneAction({ seances: [uneSeance({ interventions: [{ formateur: 'amel', heures: 0 }] })] })],
        charges: [{ compte: '613', montantHT: 5 }],
      }),
    },
  ],
  V18: [
    {
      cas: unCas({
        actions: [
          uneAction({ seances: [uneSeance({ interventions: [{ formateur: 'amel', heures: 14 }] })] }),
        ],
      }),
    },
  ],
  V19: [
    { cas: unCas({ produits: [unProduit({ financeur: 'opco_apprentissage' })] }) },
    {
      cas: unCas({
        actions: [uneAction({ participants: [unParticipant({ statut: 'apprenti' })] })],
        produits: [unProduit({ financeur: 'region' })],
      }),
    },
  ],
  V20: [
    {
      cas: unCas({
        actions: [uneAction({ participants: [unParticipant({ statut: 'particulier' })] })],
        produits: [unProduit({ financeur: 'region' })],
      }),
    },
  ],
  V21: [
    { cas: unCas({ produits: [unProduit({ financeur: 'france_travail' })] }) },
    { cas: unCas({ produits: [unProduit({ financeur: 'opco_demandeurs_emploi' })] }) },
    { cas: unCas({ produits: [unProduit({ financeur: 'public_agents' })] }) },
    { cas: unCas({ produits: [unProduit({ financeur: 'faf_non_salaries' })] }) },
    { cas: unCas({ actions: [uneAction({ participants: [unParticipant({ statut: 'agent_public' })] })] }) },
  ],
  V22: [
    {
      retoucher: (l) => ({
        ...l,
        F4: { ...l.F4, specialites: l.F4.specialites.map((s) => ({ ...s, code: '999' })) },
      }),
    },
    {
      retoucher: (l) => ({
        ...l,
        F4: { ...l.F4, specialites: [...l.F4.specialites, { code: '314', ...aVide }] },
      }),
    },
  ],
  V23: [
    { cas: unCas({ exercice: { debut: '2025-01-01', fin: '2025-10-31' } }), niveau: 'alerte' },
    { contexte: { aujourdhui: jour('2025-12-30') }, niveau: 'bloquant' },
    { contexte: { finPrecedente: jour('2024-12-30') }, niveau: 'bloquant' },
    { cas: unCas({ exercice: { debut: '2025-03-10', fin: '2025-03-10' } }), niveau: 'bloquant' },
  ],
  V24: [
    {
      cas: unCas({
        produits: [unProduit(), unProduit({ id: 'P2', financeur: 'autre_formation', montantHT: -50 })],
      }),
      niveau: 'alerte',
    },
    { retoucher: (l) => ({ ...l, D: { ...l.D, total: 300.5 } }), niveau: 'bloquant' },
    { retoucher: (l) => ({ ...l, D: { ...l.D, achatsHonoraires: -1 } }), niveau: 'bloquant' },
    {
      retoucher: (l) => ({ ...l, E: { ...l.E, internes: { n: 1, h: fraction(15n, 2n) } } }),
      niveau: 'bloquant',
    },
  ],
  V25: [{ cas: unCas({ actions: [], produits: [], charges: [] }), niveau: 'alerte-forte' }],
  V26: [{ contexte: { produitsComptables: entier(900) } }],
  V27: [
    { cas: unCas({ produits: [unProduit(), unProduit({ id: 'P2', financeur: 'a_affecter' })] }) },
    {
      cas: unCas({
        formateurs: [formateur('amel'), { id: 'zoe', statuts: [] }],
        actions: [
          uneAction({
            seances: [
              uneSeance({
                interventions: [
                  { formateur: 'amel', heures: 3 },
                  { formateur: 'zoe', heures: 4 },
                ],
              }),
            ],
          }),
        ],
      }),
    },
    {
      cas: unCas({
        actions: [
          uneAction({
            seances: [uneSeance({ heures: 3.5 }), uneSeance({ id: 's2', heures: 3.5, interventions: [] })],
          }),
        ],
      }),
    },
    {
      cas: unCas({
        actions: [uneAction(), uneAction({ id: 'A2', seances: [], participants: [] })],
        produits: [unProduit(), unProduit({ id: 'P2', rattachement: { action: 'A2' } })],
      }),
    },
  ],
  V28: [{ cas: unCas({ produits: [unProduit({ montantHT: 70_000 })], chiffreAffairesGlobalHT: 100_000 }) }],
  V29: [
    { cas: unCas({ actions: [{ ...uneAction(), modalite: undefined as unknown as string }] }) },
    { retoucher: (l) => ({ ...l, F1: { ...l.F1, distance: 0 } }) },
    { cerfa: '10443*16', retoucher: (l) => ({ ...l, F1: { ...l.F1, distance: 3 } }) },
  ],
  V30: [{ retoucher: (l) => ({ ...l, E: { ...l.E, internes: { n: 2, h: entier(7) } } }) }],
}

const enDefaut = (v: Violation) => passer(v).filter((c) => !c.ok)

describe('les contrôles', () => {
  it('sont trente, de V1 à V30', () =>
    expect(idsDeControle).toEqual(Array.from({ length: 30 }, (_, i) => `V${i + 1}`)))
  it('passent tous sur un dossier sain, sauf ce qui n’a pas de quoi se vérifier', () => {
    const tous = passer({})
    expect(tous.every((c) => c.ok)).toBe(true)
    expect(tous.filter((c) => c.etat !== 'satisfait').map((c) => c.id)).toEqual(['V26'])
    expect(
      passer({ contexte: { produitsComptables: entier(700), finPrecedente: jour('2024-12-31') } }).every(
        (c) => c.etat === 'satisfait',
      ),
    ).toBe(true)
  })
  it.each(idsDeControle.flatMap((id) => violations[id].map((v, i) => [id, i + 1, v] as const)))(
    '%s, épreuve %i : lui seul est en défaut',
    (id, _, violation) => {
      const fautifs = enDefaut(violation)
      expect(fautifs.map((c) => c.id)).toEqual([id])
      if (violation.niveau) expect(fautifs[0]?.niveau).toBe(violation.niveau)
      expect(fautifs[0]?.message).toMatch(/\.$/)
    },
  )
  it('seul un contrôle bloquant empêche de valider', () => {
    expect(estValidable(passer({}))).toBe(true)
    expect(estValidable(passer({ cas: unCas({ produits: [] }) }))).toBe(true)
    expect(estValidable(passer({ retoucher: avecC({ total: 701 }) }))).toBe(false)
  })
  it.each<[string, CasBrut]>([
    [
      'V17 : un parcours asynchrone se suit sans intervenant',
      unCas({
        actions: [
          uneAction({ modalite: 'distance', seances: [uneSeance({ demiJournee: null, interventions: [] })] }),
        ],
        charges: [{ compte: '613', montantHT: 5 }],
      }),
    ],
    [
      'V18 : deux formateurs ensemble dispensent plus d’heures qu’une seule personne n’en suit',
      unCas({
        formateurs: [formateur('amel'), formateur('chloe')],
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
    ],
    [
      'V9 : trois arrondis au demi-euro ne sont pas une faute',
      unCas({
        actions: [
          uneAction({
            seances: [
              uneSeance({
                interventions: [
                  { formateur: 'amel', heures: 3 },
                  { formateur: 'bruno', heures: 4 },
                ],
              }),
            ],
          }),
        ],
        charges: [
          { compte: '6411', montantHT: 100.5, formateur: true },
          { compte: '6226', montantHT: 100.5, prestationFormation: true },
        ],
      }),
    ],
    [
      'V19 : un apprenti payé par son employeur public a son financement',
      unCas({
        actions: [
          uneAction({
            participants: [
              unParticipant({ statut: 'apprenti' }),
              unParticipant({ personne: 'yan', statut: 'agent_public' }),
            ],
          }),
        ],
        produits: [unProduit({ financeur: 'public_agents' })],
      }),
    ],
  ])('%s', (_, cas) => expect(enDefaut({ cas })).toEqual([]))
})
