import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { LigneDeReserve } from '../domain/reserve.ts'

/** La réserve d’une enseigne, de la plus récente à la plus ancienne ; ce qui en fut retiré ne s’y lit plus. */
export const listerReserve = async (tx: TenantTx, activite: ActiviteId): Promise<LigneDeReserve[]> =>
  (
    await sql<LigneDeReserve>`select id, le::text as le, montant_centimes::float8 as montant, objet, propose_le as "proposeLe",
        accorde_le as "accordeLe", retire_le as "retireLe"
      from cae.reserve where activite_id = ${activite}::uuid and retire_le is null order by le desc, propose_le desc, id limit 400`.execute(
      tx,
    )
  ).rows

/** Ce qui est en réserve ce jour-là, ce jour compris, en centimes : ce que l’enseigne a accordé, et rien d’autre. */
export const enReserve = async (tx: TenantTx, activite: ActiviteId, au: DateCivile): Promise<number> =>
  (
    await sql<{ t: number }>`select coalesce(sum(montant_centimes), 0)::float8 as t from cae.reserve
      where activite_id = ${activite}::uuid and accorde_le is not null and le <= ${au}::date`.execute(tx)
  ).rows[0]?.t ?? 0

/** Ce que la coopérative propose aux enseignes de qui lit, et qui attend leur réponse ; rien de qui agit pour toutes. */
export const reservesAttendues = async (
  tx: TenantTx,
): Promise<
  readonly {
    readonly activite: ActiviteId
    readonly enseigne: string
    readonly objet: string
    readonly montant: number
  }[]
> =>
  (
    await sql<{ activite: ActiviteId; enseigne: string; objet: string; montant: number }>`
      select r.activite_id as activite, a.nom as enseigne, r.objet, r.montant_centimes::float8 as montant
        from cae.reserve r join organisme.activite a on a.organisme_id = r.organisme_id and a.id = r.activite_id
       where r.accorde_le is null and r.retire_le is null and not (select app.toutes_activites()) order by r.propose_le, r.id limit 10`.execute(
      tx,
    )
  ).rows
