import type { ActiviteId } from '#kernel/id.ts'
import { ok, type Result } from '#kernel/result.ts'
import { type GenrePiece, genres } from '../domain/genres.ts'
import { composerNumero, type PieceId } from '../domain/piece.ts'

export type DemandeDePiece = {
  readonly genre: GenrePiece
  readonly activite: ActiviteId
  /** Nom de fichier du gabarit versionné, sans extension. */
  readonly gabarit: string
  /** Sans `numero` ni `emisLe`, ajoutés ici ; une fonction quand une donnée dit le numéro (le QR d’un virement). */
  readonly donnees:
    | Readonly<Record<string, unknown>>
    | ((numero: string) => Readonly<Record<string, unknown>>)
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

export type PieceEmise = {
  readonly id: PieceId
  readonly numero: string
  /** Hexadécimale. */
  readonly empreinte: string
  readonly pages: number
  /** Caractères qu’aucune police ne dessine, remplacés : à dire à qui émet. */
  readonly remplaces: readonly string[]
}

export type Compose = {
  readonly pdf: Uint8Array
  readonly pages: number
  readonly empreinte: string
  readonly donnees: string
  readonly remplaces: readonly string[]
}

export type PieceAAjouter = Omit<DemandeDePiece, 'donnees' | 'annee' | 'multilignes'> & {
  readonly id: PieceId
  readonly numero: string
  readonly donnees: string
  readonly empreinte: string
  readonly fichier: string
  readonly pages: number
}

export type PortsEmission<R> = {
  readonly nouvelId: (le: Date) => PieceId
  /** Continu : le numéro pris est rendu si la suite se défait. */
  numeroter(serie: string, annee: number): Promise<number>
  composer(demande: DemandeDePiece, donnees: Readonly<Record<string, unknown>>): Promise<Result<Compose, R>>
  /** Rend l’empreinte des octets rangés. */
  ranger(pdf: Uint8Array): Promise<string>
  /** Les données telles qu’elles se gardent : chiffrées si le genre est sensible. Leur empreinte reste celle du clair. */
  readonly fermer: (id: PieceId, donnees: string) => string
  ajouter(piece: PieceAAjouter): Promise<void>
  /** Défait ce que `work` a écrit quand il rend un refus : un numéro refusé ne laisse pas de trou. */
  toutOuRien<T, E>(work: () => Promise<Result<T, E>>): Promise<Result<T, E>>
}

/** Numérote, compose, fige : données canoniques, gabarit, empreinte et octets, dans la transaction en cours. */
export const emettrePiece =
  <R>(ports: PortsEmission<R>) =>
  (demande: DemandeDePiece): Promise<Result<PieceEmise, R>> =>
    ports.toutOuRien(async () => {
      const { serie } = genres[demande.genre]
      const numero = composerNumero(serie, demande.annee, await ports.numeroter(serie, demande.annee))
      const dites = typeof demande.donnees === 'function' ? demande.donnees(numero) : demande.donnees
      const compose = await ports.composer(demande, { ...dites, numero })
      if (!compose.ok) return compose
      const { pdf, pages, empreinte, donnees, remplaces } = compose.value
      const id = ports.nouvelId(demande.emisLe)
      const fichier = await ports.ranger(pdf)
      const { annee: _, multilignes: __, donnees: ___, ...reste } = demande
      await ports.ajouter({
        ...reste,
        id,
        numero,
        donnees: ports.fermer(id, donnees),
        empreinte,
        fichier,
        pages,
      })
      return ok({ id, numero, empreinte, pages, remplaces })
    })
