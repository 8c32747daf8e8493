import { ko, ok, type Result } from '#kernel/result.ts'
import { toutes } from '#platform/db/toutes.ts'
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

/** Toutes, ou le refus de la première qui n’a pu se composer : rien n’est alors pris, ni gardé. */
const emettreEnsemble = <R>(
  ports: PortsEmission<R>,
  demandes: readonly DemandeDePiece[],
): Promise<Result<readonly PieceEmise[], R>> =>
  ports.toutOuRien(async () => {
    const numeros = await Promise.all(
      demandes.map(async ({ genre, annee }) => {
        const { serie } = genres[genre]
        return composerNumero(serie, annee, await ports.numeroter(serie, annee))
      }),
    )
    const composes = await Promise.all(
      demandes.map((demande, i) => {
        const numero = numeros[i] ?? ''
        const dites = typeof demande.donnees === 'function' ? demande.donnees(numero) : demande.donnees
        return ports.composer(demande, { ...dites, numero })
      }),
    )
    const refus = composes.find((c) => !c.ok)
    if (refus && !refus.ok) return ko(refus.error)
    const pieces = await toutes(
      composes.flatMap((c, i) => {
        const demande = demandes[i]
        if (!c.ok || !demande) return []
        const { pdf, pages, empreinte, donnees, remplaces } = c.value
        const id = ports.nouvelId(demande.emisLe)
        const { annee: _, multilignes: __, donnees: ___, facturX: ____, ...reste } = demande
        return [
          ports.ranger(demande, pdf).then((fichier) => ({
            piece: {
              ...reste,
              id,
              numero: numeros[i] ?? '',
              donnees: ports.fermer(id, demande, donnees),
              empreinte,
              fichier,
              pages,
            },
            remplaces,
          })),
        ]
      }),
    )
    await Promise.all(pieces.map(({ piece }) => ports.ajouter(piece)))
    return ok(
      pieces.map(({ piece: { id, numero, empreinte, pages }, remplaces }) => ({
        id,
        numero,
        empreinte,
        pages,
        remplaces,
      })),
    )
  })

/**
 * Numérote, compose, fige : données canoniques, gabarit, empreinte et octets, dans la transaction en cours. Une issue par demande, dans
 * l’ordre ; un refus n’arrête pas les autres, et ne laisse pas de trou de numéro : on les reprend alors une par une.
 */
export const emettrePieces =
  <R>(ports: PortsEmission<R>) =>
  async (demandes: readonly DemandeDePiece[]): Promise<readonly Result<PieceEmise, R>[]> => {
    if (demandes.length === 0) return []
    const ensemble = await emettreEnsemble(ports, demandes)
    if (ensemble.ok) return ensemble.value.map((p) => ok(p))
    if (demandes.length === 1) return [ensemble]
    const issues: Result<PieceEmise, R>[] = []
    for (const demande of demandes) issues.push(...(await emettrePieces(ports)([demande])))
    return issues
  }
