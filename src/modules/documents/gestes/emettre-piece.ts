import { ok, type Result } from '#kernel/result.ts'
import { genres } from '../domain/genres.ts'
import { composerNumero, type DemandeDePiece, type PieceId, type PortsEmission } from '../domain/piece.ts'

export type PieceEmise = {
  readonly id: PieceId
  readonly numero: string
  /** Hexadécimale. */
  readonly empreinte: string
  readonly pages: number
  /** Caractères qu’aucune police ne dessine, remplacés : à dire à qui émet. */
  readonly remplaces: readonly string[]
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
