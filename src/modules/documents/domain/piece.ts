import type { ActiviteId, Id } from '#kernel/id.ts'
import { marqueDans, regleMarque } from '#kernel/marque.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { accorder, enumerer, tronquer, uneLigne } from '#kernel/texte.ts'
import type { GenrePiece } from './genres.ts'

export type PieceId = Id<'Piece'>

/** Ce qui ne parle d’aucune action en particulier : la marque Qualiopi s’y admet. */
const generales: ReadonlySet<GenrePiece> = new Set(['reglement-interieur'])

/** La marque Qualiopi ne sort sur aucune pièce d’une action ; les mots libres, d’où qu’ils viennent, y sont relus. */
export const verifierMarque = (genre: GenrePiece, donnees: unknown): Result<void, Refus<'marque'>> => {
  const trouve = generales.has(genre) ? undefined : marqueDans(donnees)
  return trouve
    ? refuser(
        'marque',
        `« ${tronquer(uneLigne(trouve.texte), 80)} » : la marque Qualiopi ne s’écrit pas sur cette pièce (${regleMarque}). Ôtez ces mots, puis émettez.`,
      )
    : ok(undefined)
}

/** « CR-2026-0001 » : continu par organisme, série et année ; quatre chiffres au moins pour que les listes s’alignent. */
export const composerNumero = (serie: string, annee: number, rang: number): string =>
  `${serie}-${annee}-${String(rang).padStart(4, '0')}`

/** « CV-2027-0001, avenant AV-2027-0001 » : une pièce et, du plus ancien au plus récent, les avenants signés qui la complètent. */
export const citerPiece = (numero: string, avenants: readonly string[]): string =>
  avenants.length === 0 ? numero : `${numero}, ${accorder(avenants.length, 'avenant')} ${enumerer(avenants)}`

/** Un (début d’)empreinte tel qu’une adresse le porte : 16 à 64 chiffres hexadécimaux, en nombre pair. */
export const lireEmpreinte = (texte: string): string | undefined => {
  const net = texte
    .trim()
    .toLowerCase()
    .replace(/[\s\u00a0\u202f]+/g, '')
  return /^(?:[0-9a-f]{2}){8,32}$/.test(net) ? net : undefined
}

/** Un nom de fichier sans surprise : le numéro suffit, il est unique chez l’organisme. */
export const nomDeFichier = (numero: string): string => `${numero.replace(/[^A-Za-z0-9-]+/g, '-')}.pdf`

export type DemandeDePiece = {
  readonly genre: GenrePiece
  readonly activite: ActiviteId
  /** Nom de fichier du gabarit versionné, sans extension. */
  readonly gabarit: string
  /** Sans `numero` ni `emisLe`, ajoutés ici ; une fonction quand une donnée dit le numéro (le QR d’un virement). */
  readonly donnees:
    | Readonly<Record<string, unknown>>
    | ((numero: string) => Readonly<Record<string, unknown>>)
  /** La facture électronique de ce numéro, à joindre ; son refus retient la pièce, et rend le numéro. */
  readonly facturX?: (numero: string) => Result<string, Refus>
  /** Ce que montre la liste : « Certificat de réalisation, Yasmine Haddad ». */
  readonly libelle: string
  /** Par quoi on la cherche : « Haddad Yasmine ». */
  readonly recherche: string
  readonly objet: { readonly genre: string; readonly id: string }
  readonly remplace?: PieceId
  /** Un avenant complète : les deux pièces valent ensemble. */
  readonly complete?: PieceId
  /** L’empreinte hexadécimale de ce qui décide de la pièce : mêmes faits, même pièce. */
  readonly faits?: string
  readonly emisLe: Date
  /** Année de la série, au calendrier de l’organisme. */
  readonly annee: number
  readonly multilignes?: readonly string[]
}

export type Compose = {
  readonly pdf: Uint8Array
  readonly pages: number
  readonly empreinte: string
  readonly donnees: string
  readonly remplaces: readonly string[]
}

export type PieceAAjouter = Omit<DemandeDePiece, 'donnees' | 'annee' | 'multilignes' | 'facturX'> & {
  readonly id: PieceId
  readonly numero: string
  readonly donnees: string
  readonly empreinte: string
  readonly fichier: string
  readonly pages: number
}

export type PortsEmission<R> = {
  readonly nouvelId: (le: Date) => PieceId
  /** Les rangs suivants de la série, `combien`, dans l’ordre. Continus : ceux pris sont rendus si la suite se défait. */
  numeroter(serie: string, annee: number, combien: number): Promise<readonly number[]>
  composer(
    demande: DemandeDePiece,
    donnees: Readonly<Record<string, unknown>> & { readonly numero: string },
  ): Promise<Result<Compose, R>>
  /** Rend l’empreinte des octets rangés. */
  ranger(demande: Pick<DemandeDePiece, 'genre'>, pdf: Uint8Array): Promise<string>
  /** Les données telles qu’elles se gardent : chiffrées si le genre est sensible. Leur empreinte reste celle du clair. */
  readonly fermer: (id: PieceId, demande: Pick<DemandeDePiece, 'genre'>, donnees: string) => string
  ajouter(pieces: readonly PieceAAjouter[]): Promise<void>
  /** Défait ce que `work` a écrit quand il rend un refus : un numéro refusé ne laisse pas de trou. */
  toutOuRien<T, E>(work: () => Promise<Result<T, E>>): Promise<Result<T, E>>
}
