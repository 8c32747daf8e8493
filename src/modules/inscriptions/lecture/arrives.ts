import type { DateCivile } from '#kernel/dates.ts'
import { stagiairesNommes } from '../documents/stagiaires-nommes.ts'
import { arrivesDepuis } from '../domain/arrivee.ts'

/** Qui vient pour ce client et que cette pièce, émise avant, ne nomme pas, ou nomme d’un autre premier jour. */
export const arrivesDe = (
  piece: { readonly objet: string; readonly emiseLe: Date; readonly contenu: unknown },
  inscrits: readonly {
    readonly dossier: string | null
    readonly prenom: string
    readonly nom: string
    readonly inscriteLe: Date
    readonly arriveeLe: DateCivile | null
  }[],
): readonly string[] => {
  const nommes = stagiairesNommes(piece.contenu)
  return nommes
    ? arrivesDepuis(
        { emiseLe: piece.emiseLe, nommes },
        inscrits
          .filter((i) => i.dossier === piece.objet)
          .map((i) => ({ nom: `${i.prenom} ${i.nom}`, inscriteLe: i.inscriteLe, arriveeLe: i.arriveeLe })),
      )
    : []
}
