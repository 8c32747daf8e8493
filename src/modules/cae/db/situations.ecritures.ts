import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TiersId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Situation, SituationId } from '../domain/situations.ts'

/** Faux si cette étape est déjà notée ce jour-là. */
export const ajouterSituation = async (
  tx: TenantTx,
  s: Pick<Situation, 'id' | 'genre' | 'du' | 'au' | 'note'> & {
    readonly personne: TiersId
    readonly activite: ActiviteId
  },
): Promise<boolean> =>
  (
    await sql`insert into cae.situation (id, enseigne_id, personne_id, genre, du, au, note)
      values (${s.id}::uuid, ${s.activite}::uuid, ${s.personne}::uuid, ${s.genre}, ${s.du}::date, ${s.au}::date, ${s.note}) on conflict do nothing`.execute(
      tx,
    )
  ).numAffectedRows === 1n

/** Faux si elle est déjà ôtée. */
export const oterSituation = async (tx: TenantTx, id: SituationId, le: Date): Promise<boolean> =>
  (
    await sql`update cae.situation set retiree_le = ${le}::timestamptz, retiree_par = app.personne()
      where id = ${id}::uuid and retiree_le is null`.execute(tx)
  ).numAffectedRows === 1n

/** Deux étapes de la même personne au même instant s’attendent : la seconde se juge d’après la première. */
export const verrouillerParcours = async (tx: TenantTx, personne: TiersId): Promise<void> => {
  await sql`select pg_advisory_xact_lock(4818, hashtext(${personne}::text))`.execute(tx)
}
