import type { DateCivile } from '#kernel/dates.ts'
import type { Fraction } from './fraction.ts'

/** Les statuts d’un intervenant ; `porteur_cape` est le seul dont la ligne reste douteuse (R13). */
export const statutsIntervenant = [
  'salarie',
  'entrepreneur_salarie',
  'dirigeant',
  'benevole',
  'mise_a_disposition_non_lucrative',
  'porteur_cape',
  'honoraires',
  'sous_traitant_of',
  'portage',
] as const
export type StatutIntervenant = (typeof statutsIntervenant)[number]

export const statutsStagiaire = [
  'salarie_prive',
  'apprenti',
  'recherche_emploi',
  'particulier',
  'agent_public',
  'non_salarie',
  'benevole',
] as const
export type StatutStagiaire = (typeof statutsStagiaire)[number]

export const lettresF3 = ['a', 'b', 'c', 'd', 'e', 'f'] as const
export type LettreF3 = (typeof lettresF3)[number]
export const niveaux = ['6-8', '5', '4', '3', '2', 'cqp'] as const
export type Niveau = (typeof niveaux)[number]
/** Le niveau n’est dit que d’une certification inscrite au RNCP (lettre a). */
export type Objectif =
  | { readonly f3: 'a'; readonly niveau: Niveau }
  | { readonly f3: Exclude<LettreF3, 'a'>; readonly niveau?: undefined }

export const roles = ['propre', 'sous_traitance_recue'] as const
export type Role = (typeof roles)[number]
export const modalites = ['presentiel', 'distance', 'mixte'] as const
export type Modalite = (typeof modalites)[number]
export const demiJournees = ['matin', 'apres-midi', 'soiree', 'journee'] as const
export type DemiJournee = (typeof demiJournees)[number]

/** Chaque payeur et son dispositif, avec sa ligne du cadre C ; `hors_formation` n’entre pas au cadre C. */
export const lignesDesFinanceurs = {
  entreprise: '1',
  opco_apprentissage: '2a',
  opco_contrat_pro: '2b',
  opco_pro_a: '2c',
  transitions_pro: '2d',
  cdc_cpf: '2e',
  opco_demandeurs_emploi: '2f',
  faf_non_salaries: '2g',
  opco_plan: '2h',
  public_agents: '3',
  europe: '4',
  etat: '5',
  region: '6',
  france_travail: '7',
  autre_public: '8',
  particulier: '9',
  autre_of: '10',
  autre_formation: '11',
  hors_formation: null,
} as const
export type Financeur = keyof typeof lignesDesFinanceurs
export type LigneC = NonNullable<(typeof lignesDesFinanceurs)[Financeur]>

export type Exercice = { readonly debut: DateCivile; readonly fin: DateCivile }

export type Formateur = {
  readonly id: string
  readonly nom?: string | undefined
  /** Sans chevauchement, bornes comprises, `AAAA-MM-JJ` ; `9999-12-31` dit « sans fin ». */
  readonly statuts: readonly {
    readonly statut: StatutIntervenant
    readonly du: string
    readonly au: string
  }[]
}

export type Intervention = { readonly formateur: string; readonly heures: Fraction }

export type Seance = {
  readonly id: string
  readonly date: DateCivile
  /** Vide : asynchrone. */
  readonly demiJournee: DemiJournee | null
  readonly heures: Fraction
  readonly interventions: readonly Intervention[]
  /** L’organisme sous-traitant à qui cette séance est confiée (R9). */
  readonly confieeA: string | null
  /** Le membre du groupement qui assure cette séance à notre place (R14). */
  readonly cotraitant: string | null
}

export type Participant = {
  readonly personne: string
  /** À la date de l’action. Vide : personne ne l’a dit (V27). */
  readonly statut: StatutStagiaire | null
  /** Heures suivies par séance ; une séance absente vaut zéro. */
  readonly presences: ReadonlyMap<string, Fraction>
}

export type Action = {
  readonly id: string
  readonly role: Role
  readonly modalite: Modalite | null
  readonly objectif: Objectif | null
  readonly nsf: string | null
  readonly seances: readonly Seance[]
  readonly participants: readonly Participant[]
}

export type Produit = {
  readonly id: string
  /** Vide : à affecter (R20). */
  readonly financeur: Financeur | null
  /** Euros hors taxes ; négatif pour un avoir. */
  readonly montant: Fraction
  /**
   * `action` : au prorata de ses heures ; `date` : acquis ce jour ; `ecriture` : ce que la comptabilité en rattache ;
   * `periode` : les jours qu’une facture dit avoir servis, et les heures de son action qui y tombent, si elle en a.
   */
  readonly rattachement:
    | { readonly genre: 'action'; readonly action: string }
    | { readonly genre: 'date'; readonly date: DateCivile }
    | { readonly genre: 'ecriture'; readonly montant: Fraction }
    | {
        readonly genre: 'periode'
        readonly du: DateCivile
        readonly au: DateCivile
        readonly heures: HeuresDePeriode | null
      }
}

/** Les heures d’une action dans une période : en tout, et dans l’exercice. */
export type HeuresDePeriode = { readonly ici: Fraction; readonly enTout: Fraction }

export type Charge = {
  readonly id: string
  readonly libelle?: string | undefined
  readonly compte: string
  readonly montant: Fraction
  readonly formateur: boolean
  readonly prestationFormation: boolean
}

/** Ce dont un bilan est tiré : un organisme, un exercice. Tout y est déjà lu et vérifié dans sa forme. */
export type Dossier = {
  readonly id: string
  readonly cerfa?: VersionCerfa | undefined
  readonly exercice: Exercice
  readonly formateurs: readonly Formateur[]
  readonly actions: readonly Action[]
  readonly produits: readonly Produit[]
  readonly charges: readonly Charge[]
  readonly chiffreAffaires: Fraction
  /** La fin de l’exercice du bilan précédent (V23). */
  readonly finPrecedente?: DateCivile | undefined
  /** Le total des comptes de produits de formation, s’il est connu (V26). */
  readonly produitsComptables?: Fraction | undefined
}

export const versionsCerfa = ['10443*16', '10443*17'] as const
export type VersionCerfa = (typeof versionsCerfa)[number]
