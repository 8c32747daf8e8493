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
/** Une pièce qui vient de naître : ses octets, et leur empreinte, qui les nomme. */
export type PieceNee = PieceEmise & { readonly octets: Uint8Array; readonly fichier: string }

/** Un numéro par demande, dans leur ordre : ceux d’une même série se prennent ensemble. */
const prendreNumeros = async <R>(
  ports: PortsEmission<R>,
  demandes: readonly DemandeDePiece[],
): Promise<readonly string[]> => {
  const numeros: string[] = []
  const parSerie = Map.groupBy(demandes.keys(), (i) => {
    const { genre, annee } = demandes[i] as DemandeDePiece
    return `${genres[genre].serie}-${annee}`
  })
  await Promise.all(
    [...parSerie.values()].map(async (places) => {
      const premiere = demandes[places[0] ?? 0]
      if (!premiere) return
      const { serie } = genres[premiere.genre]
      const rangs = await ports.numeroter(serie, premiere.annee, places.length)
      for (const [i, place] of places.entries())
        numeros[place] = composerNumero(serie, premiere.annee, rangs[i] ?? 0)
    }),
  )
  return numeros
}

/** Toutes, ou le refus de la première qui n’a pu se composer : rien n’est alors pris, ni gardé. */
const emettreEnsemble = <R>(
  ports: PortsEmission<R>,
  demandes: readonly DemandeDePiece[],
): Promise<Result<readonly PieceNee[], R>> =>
  ports.toutOuRien(async () => {
    const numeros = await prendreNumeros(ports, demandes)
    // Chacune se range dès qu’elle est composée : la base écrit ses octets pendant que les suivantes se composent.
    const composees = await toutes(
      demandes.map(async (demande, i) => {
        const numero = numeros[i] ?? ''
        const dites = typeof demande.donnees === 'function' ? demande.donnees(numero) : demande.donnees
        const compose = await ports.composer(demande, { ...dites, numero })
        if (!compose.ok) return compose
        const { pdf, pages, empreinte, donnees, remplaces } = compose.value
        const fichier = await ports.ranger(demande, pdf)
        const id = ports.nouvelId(demande.emisLe)
        const { annee: _, multilignes: __, donnees: ___, facturX: ____, ...reste } = demande
        return ok({
          piece: {
            ...reste,
            id,
            numero,
            donnees: ports.fermer(id, demande, donnees),
            empreinte,
            fichier,
            pages,
          },
          remplaces,
          octets: pdf,
        })
      }),
    )
    const refus = composees.find((c) => !c.ok)
    if (refus && !refus.ok) return ko(refus.error)
    const pieces = composees.flatMap((c) => (c.ok ? [c.value] : []))
    await ports.ajouter(pieces.map(({ piece }) => piece))
    return ok(
      pieces.map(({ piece: { id, numero, empreinte, pages, fichier }, ...reste }) => ({
        id,
        numero,
        empreinte,
        pages,
        fichier,
        ...reste,
      })),
    )
  })

/**
 * Numérote, compose, fige : données canoniques, gabarit, empreinte et octets, dans la transaction en cours. Une issue par demande, dans
 * l’ordre ; un refus n’arrête pas les autres, et ne laisse pas de trou de numéro : on les reprend alors une par une.
 */
export const emettrePieces =
  <R>(ports: PortsEmission<R>) =>
  async (demandes: readonly DemandeDePiece[]): Promise<readonly Result<PieceNee, R>[]> => {
    if (demandes.length === 0) return []
    const ensemble = await emettreEnsemble(ports, demandes)
    if (ensemble.ok) return ensemble.value.map((p) => ok(p))
    if (demandes.length === 1) return [ensemble]
    const issues: Result<PieceNee, R>[] = []
    for (const demande of demandes) issues.push(...(await emettrePieces(ports)([demande])))
    return issues
  }
