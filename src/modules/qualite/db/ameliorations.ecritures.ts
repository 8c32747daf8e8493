import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { Amelioration } from './ameliorations.ts'

/** Faux : un lien est déjà là. */
export const lierAmelioration = async (
  tx: TenantTx,
  a: Pick<Amelioration, 'id' | 'activite'>,
  commune: string | null,
  le: Date,
): Promise<boolean> =>
  (
    await sql`insert into qualite.amelioration_liee (activite_id, ligne_id, commune_id, sens, faite_le)
      values (${a.activite}::uuid, ${a.id}::uuid, ${commune}::uuid, ${commune === null ? 'montee' : 'descente'}, ${le}::timestamptz) on conflict do nothing`.execute(
      tx,
    )
  ).numAffectedRows === 1n

/** Faux : quelqu’un a déjà répondu. */
export const repondreAmelioration = async (
  tx: TenantTx,
  ligne: string,
  reponse: { readonly commune: string | null; readonly motif: string },
  le: Date,
): Promise<boolean> =>
  (
    await sql`update qualite.amelioration_liee set commune_id = ${reponse.commune}::uuid, motif = ${reponse.motif}, repondue_le = ${le}::timestamptz, repondue_par = app.personne()
      where organisme_id = (select app.organisme()) and ligne_id = ${ligne}::uuid and sens = 'montee' and repondue_le is null`.execute(
      tx,
    )
  ).numAffectedRows === 1n
