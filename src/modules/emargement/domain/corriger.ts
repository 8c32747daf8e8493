import type { Result } from '#kernel/result.ts'
import {
  type GesteRegularisation,
  type RefusRegularisation,
  type Regularisation,
  regulariser,
} from './regulariser.ts'
import type { Presence, SeanceAEmarger } from './signer-demi-journee.ts'

/**
 * Établir une présence hors de la fenêtre. Feuille ouverte : une régularisation. Feuille close, ou absence notée par
 * erreur : une correction, de même motif et de même forme, inscrite sous son nom. Rien n’est effacé, les deux entrées
 * se lisent au registre.
 */
export const etablirPresence = (
  seance: SeanceAEmarger,
  presence: Presence,
  geste: GesteRegularisation,
): Result<Regularisation & { readonly genre: 'regularisation' | 'correction' }, RefusRegularisation> => {
  // Dès la fin de la séance, et non à la fermeture de la fenêtre : qui n’a pas de téléphone ne doit pas empêcher de
  // clore la feuille deux heures durant. Le motif et le nom de qui atteste sont au registre dans les deux cas.
  const statuable: Presence = presence.etat === 'attendue' ? { etat: 'absente', motif: '' } : presence
  const decision = regulariser({ ...seance, close: false }, statuable, geste)
  if (!decision.ok) return decision
  const genre = seance.close || presence.etat === 'absente' ? 'correction' : 'regularisation'
  return { ok: true, value: { ...decision.value, genre } }
}
