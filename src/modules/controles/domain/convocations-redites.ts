import type { PieceControlee } from './dossier.ts'

type Avis = { readonly genre: string; readonly calendrier: string; readonly le: Date }

const memes = (a: readonly string[], b: readonly string[]): boolean =>
  a.toSorted().join('|') === b.toSorted().join('|')

/** Une convocation, figée, dit d’autres demi-journées que la session : un avis a pu les redire. */
export const aRelire = (pieces: readonly PieceControlee[], creneaux: readonly string[]): boolean =>
  pieces.some((p) => p.genre === 'convocation' && p.creneaux !== null && !memes(p.creneaux, creneaux))

/**
 * Une convocation ne se refait pas : un avis de dates la redit, à chacun. Parti après elle et disant la session d’aujourd’hui, c’est lui
 * qui vaut ; les dates et les heures qu’elle promettait ne se comparent plus. Son lieu, si : aucun avis ne part d’un lieu seul qui change.
 */
export const sansRedites = (
  pieces: readonly PieceControlee[],
  avis: readonly Avis[],
  creneaux: readonly string[],
): readonly PieceControlee[] => {
  const dit = avis.find(
    (a) =>
      a.genre === 'dates' &&
      memes(
        (JSON.parse(a.calendrier) as { date: string; debut: string; fin: string }[]).map(
          (d) => `${d.date} ${d.debut}-${d.fin}`,
        ),
        creneaux,
      ),
  )
  return dit === undefined
    ? pieces
    : pieces.map((p) =>
        p.genre === 'convocation' && p.emiseLe <= dit.le
          ? { ...p, debut: null, fin: null, minutes: null, creneaux: null }
          : p,
      )
}
