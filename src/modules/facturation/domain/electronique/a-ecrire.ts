/**
 * Une facture de chez nous, figée, dans les mots qu’il faut pour l’écrire en facture électronique. Montants en centimes d’euro, positifs
 * même sur un avoir ; une ligne déduite (un acompte) est négative. Jours AAAA-MM-JJ.
 */
import type { GenreFacture, Unite } from '../facture.ts'
import type { MotifSansTaxe } from '../tva.ts'

export type AdresseAEcrire = {
  readonly lignes: readonly string[]
  readonly codePostal: string
  readonly ville: string
  /** Deux lettres : FR, BE. */
  readonly pays: string
}

/** BT-34, BT-49 : où la facture part. Schéma 0225 : l’annuaire français ; EM : un courriel. */
export type AdresseElectronique = { readonly schema: string; readonly id: string }

export type LigneAEcrire = {
  readonly libelle: string
  /** En millièmes : 1 500 pour une heure et demie. */
  readonly quantite: number
  readonly unite: Unite
  readonly prix: number
  readonly montant: number
  /** Points de base : 2000 pour 20 %. */
  readonly taux: number
  /** Exigé d’une ligne sans taxe. */
  readonly sansTaxe?: MotifSansTaxe
}

export type FactureAEcrire = {
  readonly numero: string
  readonly genre: GenreFacture
  readonly emiseLe: string
  readonly echeance?: string
  readonly periode?: { readonly du: string; readonly au: string }
  readonly vendeur: {
    readonly nom: string
    readonly enseigne?: string
    readonly siren: string
    readonly siret?: string
    /** Absent d’un vendeur que la loi en dispense ; il dit alors son SIREN comme numéro fiscal. */
    readonly tva?: string
    readonly adresse: AdresseAEcrire
    readonly adresseElectronique?: AdresseElectronique
    /** Forme et capital ; immatriculation au registre. */
    readonly forme?: string
    readonly rcs?: string
  }
  readonly acheteur: {
    readonly nom: string
    /** Faux : un particulier. */
    readonly professionnel: boolean
    readonly siren?: string
    readonly siret?: string
    readonly tva?: string
    readonly adresse: AdresseAEcrire
    readonly adresseElectronique?: AdresseElectronique
    /** BT-10 : le code du service, ou la référence que l’acheteur demande. */
    readonly reference?: string
  }
  /** Subrogation : le client pour le compte de qui l’acheteur règle. */
  readonly pourLeCompteDe?: { readonly nom: string; readonly siren?: string }
  readonly contrat?: string
  readonly commande?: string
  /** L’accord du financeur. */
  readonly accord?: string
  /** Ce qui se livre et se rend. */
  readonly nature: 'services' | 'biens' | 'mixte'
  readonly lignes: readonly LigneAEcrire[]
  /** Les factures d’acompte que des lignes déduisent. */
  readonly acomptes?: readonly { readonly numero: string; readonly emiseLe: string }[]
  /** La facture qu’un avoir diminue. */
  readonly corrige?: { readonly numero: string; readonly emiseLe: string; readonly motif?: string }
  /** Déjà payée en entier, ce jour-là. */
  readonly payeeLe?: string
  /** Option pour le paiement de la taxe d’après les débits. */
  readonly debits?: boolean
  readonly reglement?: {
    readonly moyen: 'virement' | 'cheque' | 'carte' | 'prelevement' | 'especes' | 'autre'
    readonly iban?: string
    readonly bic?: string
    readonly titulaire?: string
    /** Pénalités de retard et indemnité : d’un professionnel seulement. */
    readonly penalites?: string
    readonly indemnite?: number
    readonly escompte?: string
  }
  /** Ce que le papier dit, qui doit être la somme des lignes. */
  readonly totaux: { readonly ht: number; readonly tva: number; readonly ttc: number }
}
