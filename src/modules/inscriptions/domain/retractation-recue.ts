/** Une rétractation arrivée par lien, telle que « Aujourd’hui » la dit. */
import type { DateCivile } from '#kernel/dates.ts'
import { formaterInstant, type Zone } from '#kernel/zones.ts'

/** La place n’est libre que tant que l’action n’a pas commencé : ensuite, personne ne la prend. `jour` : aujourd’hui, dans sa zone. */
export const direRecue = (
  d: { readonly retracteLe: Date; readonly zone: Zone; readonly premierJour: DateCivile | null },
  jour: DateCivile,
): string =>
  `Reçue en ligne le ${formaterInstant(d.retracteLe, d.zone)}\u00a0: l’accusé est parti${d.premierJour !== null && d.premierJour <= jour ? '' : ', la place est libre'}.`
