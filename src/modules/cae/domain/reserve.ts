import type { DateCivile } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'

export type ReserveId = Id<'Reserve'>
/** Une mise de côté, ou une reprise (négative), en centimes ; elle ne compte qu’accordée par l’enseigne. */
export type LigneDeReserve = {
  readonly id: ReserveId
  readonly le: DateCivile
  readonly montant: number
  readonly objet: string
  readonly proposeLe: Date
  readonly accordeLe: Date | null
  readonly retireLe: Date | null
}
