import type { AdresseV1, OrganismeV1 } from '#platform/pdf/papier/papier.v1.ts'

export type FactureV1 = {
  /** Posé à l’émission. */
  readonly numero: string
  readonly genre: 'facture' | 'acompte' | 'avoir'
  readonly organisme: OrganismeV1
  /** « FR21 999120470 », avec la mention de forme en toutes lettres : l’identité d’un vendeur. */
  readonly vendeur: {
    readonly siren: string
    readonly tva: string
    readonly capital?: string
    readonly mentionLegale?: string
  }
  readonly payeur: {
    readonly nom: string
    readonly adresse: AdresseV1
    /** Neuf chiffres ; absent pour une personne. */
    readonly siren?: string
    readonly siret?: string
    /** Numéro de TVA d’un preneur d’un autre État de l’Union. */
    readonly tva?: string
  }
  /** Subrogation : le client pour le compte de qui le payeur règle. */
  readonly pourLeCompteDe?: { readonly nom: string; readonly adresse: AdresseV1; readonly siren?: string }
  readonly emiseLe: string
  readonly echeance?: string
  readonly periode?: { readonly du: string; readonly au: string }
  /** La formation facturée ; absente d’une facture hors formation. */
  readonly action?: {
    readonly intitule: string
    readonly session: string
    readonly lieu: string
    readonly minutes: number
    readonly stagiaires: readonly {
      readonly nom: string
      readonly minutes: number
      readonly certificat?: string
    }[]
    /** D’une session d’enseigne : qui en répond, prénom et nom. */
    readonly responsable?: string
    /** D’un acompte : l’action à venir, et sa durée par personne. */
    readonly prevue?: { readonly du: string; readonly au: string; readonly minutes: number }
  }
  /** Quand plusieurs payeurs se partagent le prix : la part de celui-ci, et le prix entier, hors taxes. */
  readonly part?: { readonly montant: number; readonly prix: number }
  readonly references: {
    readonly convention?: string
    /** Bon de commande, ou numéro de dossier du financeur. */
    readonly client?: string
    readonly accord?: string
    /** BT-10 : le service d’un acheteur public. */
    readonly service?: string
  }
  readonly lignes: readonly {
    readonly libelle: string
    readonly quantite: string
    readonly unitaire: number
    readonly taux: number
    /** « exonéré », « hors champ » : quel texte couvre cette ligne sans taxe. */
    readonly tva?: string
    readonly total: number
  }[]
  readonly taxes: readonly { readonly taux: number; readonly base: number; readonly tva: number }[]
  readonly totalHT: number
  readonly totalTVA: number
  readonly totalTTC: number
  /** Services, biens, ou les deux : la facture écrit la nature de l’opération (242 nonies A, I, 8° bis). */
  readonly nature: string
  /** Ce qui justifie chaque taux nul ; absent quand tout est taxé. */
  readonly exonerations?: readonly string[]
  readonly debits: boolean
  /** Absent d’un avoir, et d’une facture que ses acomptes soldent. */
  readonly reglement?: {
    readonly moyen: string
    /** Pénalités et indemnité (C. com., L441-10) : d’un professionnel seulement, jamais d’un particulier. */
    readonly penalites?: string
    /** Leur taux annuel, en points de base, quand elles le chiffrent ; `penalites` le dit déjà en toutes lettres. */
    readonly tauxPenalites?: number
    readonly indemnite?: number
    /** D’un particulier : pénalités et indemnité sont sans objet, le papier le dit. */
    readonly sansObjet?: string
    readonly escompte: string
    readonly titulaire?: string
    readonly iban?: string
    readonly bic?: string
    /** Le QR de virement : ses lignes de 0 et de 1, séparées par « / ». */
    readonly qr?: string
  }
  /** La facture qu’un avoir diminue, et pourquoi. */
  readonly corrige?: { readonly numero: string; readonly du: string; readonly motif: string }
}
