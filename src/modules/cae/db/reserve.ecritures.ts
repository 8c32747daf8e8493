import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { ReserveId } from '../domain/reserve.ts'

/** Faux : le même formulaire l’a déjà proposée. */
export const proposerReserve = async (
  tx: TenantTx,
  r: {
    readonly id: ReserveId
    readonly activite: ActiviteId
    readonly le: DateCivile
    readonly montant: number
    readonly objet: string
  },
  a: Date,
): Promise<boolean> =>
  (
    await sql`insert into cae.reserve (activite_id, id, le, montant_centimes, objet, propose_le)
      values (${r.activite}::uuid, ${r.id}::uuid, ${r.le}::date, ${r.montant}::bigint, ${r.objet}, ${a}::timestamptz) on conflict do nothing`.execute(
      tx,
    )
  ).numAffectedRows === 1n

/** « reserve » : la base refuse une reprise de plus que ce qui y est, et la transaction continue ; « deja » : quelqu’un y a répondu. */
export const repondreReserve = async (
  tx: TenantTx,
  id: ReserveId,
  oui: boolean,
  par: PersonneId,
  a: Date,
): Promise<'fait' | 'deja' | 'reserve'> => {
  await sql`savepoint reserve`.execute(tx)
  try {
    const { numAffectedRows } =
      await sql`update cae.reserve set accorde_le = case when ${oui} then ${a}::timestamptz end, accorde_par = case when ${oui} then ${par}::uuid end,
        retire_le = case when ${oui} then null else ${a}::timestamptz end, retire_par = case when ${oui} then null else ${par}::uuid end
      where id = ${id}::uuid and accorde_le is null and retire_le is null`.execute(tx)
    return numAffectedRows === 1n ? 'fait' : 'deja'
  } catch (erreur) {
    if ((erreur as { constraint?: string }).constraint !== 'reserve_positive') throw erreur
    await sql`rollback to savepoint reserve`.execute(tx)
    return 'reserve'
  }
}
