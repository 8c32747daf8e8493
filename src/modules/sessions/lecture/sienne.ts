import type { PersonneId } from '#kernel/id.ts'
import type { SessionLue } from '../db/sessions.queries.ts'

/** La session est celle de ce compte : il l'anime, seul ou avec d'autres, ne fût-ce qu'une demi-journée. */
export const estSienne = (
  s: Pick<SessionLue, 'formateurId' | 'seances'>,
  compte: PersonneId | null | undefined,
): boolean =>
  compte !== null &&
  compte !== undefined &&
  (s.formateurId === compte || s.seances.some((x) => x.intervenants.some((i) => i.compte === compte)))
