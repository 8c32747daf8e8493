import type { DateCivile } from '#kernel/dates.ts'
import type { EtatSession } from './etats.ts'

/** Où en est une session pour qui tient la liste : elle vient, elle se tient, ou il reste à la finir. */
export type Phase = 'en-cours' | 'a-venir' | 'a-finir'

/** `du`, `au` : le premier et le dernier jour de ce qui se tient. Reportée, elle attend d’autres dates ; terminée, elle attend ses papiers. */
export const phaseDe = (etat: EtatSession, du: DateCivile, au: DateCivile, jour: DateCivile): Phase => {
  if (etat === 'reportee') return 'a-venir'
  if (etat === 'terminee' || au < jour) return 'a-finir'
  return du <= jour ? 'en-cours' : 'a-venir'
}

/** Au-delà, une colonne par demi-journée ne tient plus sur un écran. */
const colonnesAuPlus = 10

/** Le tableau des présences nomme chacun, sous son client : commencée, et assez courte pour tenir sur un écran. */
export const seLitAuTableau = (seances: readonly { readonly debut: Date }[], maintenant: Date): boolean =>
  tientEnTableau(seances) && seances.some((s) => s.debut <= maintenant)

export const tientEnTableau = (seances: readonly unknown[]): boolean => seances.length <= colonnesAuPlus
