import { type Bpf, calculerBpf } from '../domain/composer.ts'
import type { Dossier } from '../domain/dossier.ts'
import { enJson, type LignesJson } from '../domain/lignes.ts'
import type { Lectures } from '../domain/parametres.ts'
import { lireDossier } from '../lecture/lire-dossier.ts'

/** Un dossier tel qu’un fichier l’écrit : ces formes sont celles du format, pas celles du moteur. */
export type Decimal = number | string
export type SeanceBrute = {
  id: string
  date: string
  demiJournee: string | null
  heures: Decimal
  interventions: { formateur: string; heures: Decimal }[]
  confieeA?: string
  cotraitant?: string
}
export type ParticipantBrut = {
  personne: string
  statut: string
  presences: 'toutes' | string[] | Record<string, Decimal>
}
export type ActionBrute = {
  id: string
  role: string
  modalite?: string
  objectif: { f3: string; niveau?: string }
  nsf: string
  seances: SeanceBrute[]
  participants: ParticipantBrut[]
}
export type ProduitBrut = {
  id: string
  financeur: string
  montantHT: Decimal
  dateFacture?: string | null
  dateEncaissement?: string | null
  rattachement: { action: string } | { date: string } | { ecriture: Decimal }
}
export type ChargeBrute = {
  compte: string
  libelle?: string
  montantHT: Decimal
  formateur?: boolean
  prestationFormation?: boolean
}
export type CasBrut = {
  id: string
  exercice: { debut: string; fin: string }
  formateurs: { id: string; statuts: { statut: string; du: string; au: string }[] }[]
  actions: ActionBrute[]
  produits: ProduitBrut[]
  charges: ChargeBrute[]
  chiffreAffairesGlobalHT: Decimal
}

export const document = (cas: unknown, cerfa = '10443*17'): string =>
  JSON.stringify({ schema: 'bpf-dossier/1', cerfa, cas: [cas] })

/** Le dossier lu ; lève avec les fautes s’il en a. */
export const lu = (cas: CasBrut, cerfa?: string): Dossier => {
  const r = lireDossier(document(cas, cerfa))
  if (!r.ok) throw new Error(r.error.map((f) => `${f.chemin} : ${f.phrase}`).join('\n'))
  const [dossier] = r.value
  if (!dossier) throw new Error('sans cas')
  return dossier
}
export const bilan = (cas: CasBrut, surcharges?: Partial<Lectures>, cerfa?: string): Bpf =>
  calculerBpf(lu(cas, cerfa), surcharges)
export const lignesDe = (cas: CasBrut, surcharges?: Partial<Lectures>): LignesJson =>
  enJson(bilan(cas, surcharges).lignes)

export const formateur = (id: string, statut = 'salarie') => ({
  id,
  statuts: [{ statut, du: '2000-01-01', au: '9999-12-31' }],
})
export const uneSeance = (s: Partial<SeanceBrute> = {}): SeanceBrute => ({
  id: 's1',
  date: '2025-03-10',
  demiJournee: 'journee',
  heures: 7,
  interventions: [{ formateur: 'amel', heures: s.heures ?? 7 }],
  ...s,
})
export const unParticipant = (p: Partial<ParticipantBrut> = {}): ParticipantBrut => ({
  personne: 'lea',
  statut: 'salarie_prive',
  presences: 'toutes',
  ...p,
})
export const uneAction = (a: Partial<ActionBrute> = {}): ActionBrute => ({
  id: 'A1',
  role: 'propre',
  modalite: 'presentiel',
  objectif: { f3: 'd' },
  nsf: '314',
  seances: [uneSeance()],
  participants: [unParticipant()],
  ...a,
})
export const unProduit = (p: Partial<ProduitBrut> = {}): ProduitBrut => ({
  id: 'P1',
  financeur: 'entreprise',
  montantHT: 700,
  rattachement: { action: 'A1' },
  ...p,
})
/** Une action, une salariée, un employeur qui paie : les trente contrôles passent. */
export const unCas = (c: Partial<CasBrut> = {}): CasBrut => ({
  id: 'sain',
  exercice: { debut: '2025-01-01', fin: '2025-12-31' },
  formateurs: [
    formateur('amel', 'entrepreneur_salarie'),
    formateur('dora', 'sous_traitant_of'),
    formateur('bruno', 'honoraires'),
  ],
  actions: [uneAction()],
  produits: [unProduit()],
  charges: [{ compte: '6411', montantHT: 300, formateur: true }],
  chiffreAffairesGlobalHT: 1000,
  ...c,
})
/** Le même, dont une des deux demi-journées est confiée à l’organisme Delta. */
export const unCasConfie = (): CasBrut =>
  unCas({
    actions: [
      uneAction({
        seances: [
          uneSeance({ heures: 3.5, demiJournee: 'matin' }),
          uneSeance({
            id: 's2',
            heures: 3.5,
            demiJournee: 'apres-midi',
            interventions: [{ formateur: 'dora', heures: 3.5 }],
            confieeA: 'delta',
          }),
        ],
      }),
    ],
    charges: [
      { compte: '6411', montantHT: 300, formateur: true },
      { compte: '604', montantHT: 200, prestationFormation: true },
    ],
  })
