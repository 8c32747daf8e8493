import { marqueDans, regleMarque } from '#kernel/marque.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import type { Contenu } from './contenu.ts'

/** La page d’une offre et ses pièces parlent d’une action : la marque Qualiopi n’y paraît pas. `champ` dit où elle est. */
export const offreSansMarque = (c: Contenu): Result<void, Refus<'marque'> & { readonly champ: string }> => {
  // Ce que la certification visée dit d’elle-même est le propos de l’action.
  const { certLibelle: _, certificateur: __, ...textes } = c
  const trouve = marqueDans(textes)
  if (!trouve) return ok(undefined)
  return ko({
    ...refus('marque', `La marque Qualiopi ne s’écrit pas ici (${regleMarque}). Ôtez-la de ce texte.`),
    champ: trouve.cle,
  })
}
