import { formaterDate } from '#kernel/dates.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { heurtsDehors } from '../db/agendas.ts'
import type { SessionId } from '../domain/ou-et-qui.ts'

/**
 * Ce que dit l'agenda de qui anime, après que la session est écrite : « Attention : Tom Okafor est occupé le 22 mars 2027, d'après son
 * agenda. » Rien s'il ne dit rien. On ne refuse pas : un agenda n'est pas une réservation.
 */
export const avertirDehors = async (
  tx: TenantTx,
  session: SessionId,
  maintenant: Date,
): Promise<string | undefined> => {
  const heurts = await heurtsDehors(tx, session, maintenant)
  if (heurts.length === 0) return undefined
  const dits = heurts
    .slice(0, 3)
    .map(
      (h) =>
        `${h.qui} est ${h.genre === 'occupe' ? 'occupé' : 'peut-être occupé'} le ${formaterDate(h.jour)}`,
    )
  return `Attention : d’après son agenda, ${dits.join(', ')}${heurts.length > 3 ? ', et d’autres jours' : ''}.`
}

/** L'avertissement, puis ce que la page dirait sans lui : l'un ne tait pas l'autre. */
export const ensuite = (...phrases: readonly (string | undefined)[]): { readonly suite?: string } => {
  const dites = phrases.filter((p) => p !== undefined)
  return dites.length > 0 ? { suite: dites.join(' ') } : {}
}
