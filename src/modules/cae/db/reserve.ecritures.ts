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

/** Faux : quelqu’un y a déjà répondu. La base refuse une reprise de plus que ce qui est en réserve. */
export const repondreReserve = async (
  tx: TenantTx,
  id: ReserveId,
  oui: boolean,
  par: PersonneId,
  a: Date,
): Promise<boolean> =>
  (
    await sql`update cae.reserve set accorde_le = case when ${oui} then ${a}::timestamptz end, accorde_par = case when ${oui} then ${par}::uuid end,
        retire_le = case when ${oui} then null else ${a}::timestamptz end, retire_par = case when ${oui} then null else ${par}::uuid end
      where id = ${id}::uuid and accorde_le is null and retire_le is null`.execute(tx)
  ).numAffectedRows === 1n
