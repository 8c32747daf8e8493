import type { ActiviteId } from '#kernel/id.ts'
import type { Droit } from '#modules/organisme/index.ts'
import type { LigneCsv } from '#platform/csv/lire-csv.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Colonnes, Correspondance, Importe } from '../domain/colonnes.ts'

export type LignesVoulues = {
  readonly activite: ActiviteId
  readonly nomFichier: string
  readonly lignes: readonly LigneCsv[]
  readonly colonnes: Correspondance
  /** Tout est fait, compté, puis défait : le rapport dit ce que l'import ferait. */
  readonly essai: boolean
  /** Le fichier déposé d’où viennent ces lignes : le défaire retire ce qu’elles ont fait. Nul depuis la ligne de commande. */
  readonly lecture: string | null
}

/** Ce qu'un tableau fait entrer : la page et la ligne de commande ne savent rien de plus de lui. */
export type ImportDe = {
  /** Celui de l'adresse et de la commande : « personnes », « sessions ». */
  readonly genre: string
  readonly colonnes: Colonnes
  readonly droit: Droit
  readonly liste: { readonly libelle: string; readonly href: string }
  readonly lede: string
  /** En tête du rapport : « Personne ». */
  readonly sujet: string
  /** Ce qu'une ligne devient : « fiche ». */
  readonly unite: { readonly une: string; readonly plusieurs: string }
  /** Au-delà, le fichier se coupe. */
  readonly lignesMax: number
  /** Un import qui se défait d’un bloc. */
  readonly seDefait: boolean
  readonly ficheUrl: (fiche: string) => string
  readonly importer: (tx: TenantTx, v: LignesVoulues, le: Date) => Promise<Importe>
}

/** Trop de lignes pour un seul passage : la phrase, ou rien. */
export const tropDeLignes = (de: ImportDe, lignes: readonly unknown[]): string | undefined =>
  lignes.length > de.lignesMax
    ? `Ce fichier a ${lignes.length} lignes. Coupez-le : ${de.lignesMax} au plus à la fois.`
    : undefined
