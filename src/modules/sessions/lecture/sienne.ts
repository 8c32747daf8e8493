import type { PersonneId } from '#kernel/id.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import type { Visiteur } from '#web/env.ts'
import type { SessionLue } from '../db/sessions.queries.ts'

/** La session est celle de ce compte : il l'anime, seul ou avec d'autres, ne fût-ce qu'une demi-journée. */
export const estSienne = (
  s: Pick<SessionLue, 'formateurId' | 'seances'>,
  compte: PersonneId | null | undefined,
): boolean =>
  compte !== null &&
  compte !== undefined &&
  (s.formateurId === compte || s.seances.some((x) => x.intervenants.some((i) => i.compte === compte)))

/** De qui cette personne lit les sessions : nul, de tous ; sinon, celles qu’elle anime et pas d’autres. */
export const deQuiLit = (visiteur: Visiteur): PersonneId | null =>
  peutVisiteur(visiteur, 'sessions.lire') ? null : visiteur.personneId
