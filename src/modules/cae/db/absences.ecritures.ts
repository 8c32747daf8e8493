import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { Absence, AbsenceId, Seuil } from './absences.ts'

/** Faux si cette personne est déjà suppléée à l’une de ces dates. */
export const ajouterAbsence = async (tx: TenantTx, a: Absence): Promise<boolean> =>
  (
    await sql`insert into cae.absence (id, compte_id, suppleant_id, du, au)
      values (${a.id}::uuid, ${a.compte}::uuid, ${a.suppleant}::uuid, ${a.du}::date, ${a.au}::date) on conflict do nothing`.execute(
      tx,
    )
  ).numAffectedRows === 1n

/** Faux si elle ne vaut plus, ou si la personne ne peut pas y mettre fin. */
export const revoquerAbsence = async (tx: TenantTx, id: AbsenceId, le: Date): Promise<boolean> =>
  (
    await sql`update cae.absence set revoquee_le = ${le}::timestamptz, revoquee_par = app.personne()
      where id = ${id}::uuid and revoquee_le is null`.execute(tx)
  ).numAffectedRows === 1n

export const poserSeuil = async (tx: TenantTx, s: Seuil, le: Date): Promise<void> => {
  await sql`insert into cae.seuil (genre, montant_centimes) values (${s.genre}, ${s.montant})
    on conflict (organisme_id, genre) do update set montant_centimes = excluded.montant_centimes, pose_le = ${le}::timestamptz, pose_par = app.personne()`.execute(
    tx,
  )
}

export const oterSeuil = async (tx: TenantTx, genre: string): Promise<boolean> =>
  (await sql`delete from cae.seuil where genre = ${genre}`.execute(tx)).numAffectedRows === 1n
