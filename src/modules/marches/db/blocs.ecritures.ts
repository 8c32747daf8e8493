import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { Bloc, BlocId } from '../domain/memoire.ts'

/** Le même envoi, deux fois, n’écrit qu’une fois. */
export const ajouterBloc = async (tx: TenantTx, id: BlocId, b: Bloc, le: Date): Promise<void> => {
  await sql`insert into marches.bloc (id, titre, texte, auteur, licence, preuve, preuve_le, le)
    values (${id}::uuid, ${b.titre}, ${b.texte}, ${b.auteur}, ${b.licence}, ${b.preuve}, ${b.preuveLe}::date, ${le}::timestamptz)
    on conflict do nothing`.execute(tx)
}

/** Faux : il a changé depuis cette version, ou n’y est plus. */
export const corrigerBloc = async (
  tx: TenantTx,
  id: BlocId,
  version: number,
  b: Bloc,
  le: Date,
): Promise<boolean> =>
  (
    await sql`update marches.bloc set titre = ${b.titre}, texte = ${b.texte}, auteur = ${b.auteur}, licence = ${b.licence}, preuve = ${b.preuve},
        preuve_le = ${b.preuveLe}::date, version = version + 1, le = ${le}::timestamptz, par = app.personne()
      where id = ${id}::uuid and version = ${version} and retire_le is null`.execute(tx)
  ).numAffectedRows === 1n

/** Faux : il n’y est pas, ou n’y est plus. */
export const oterBloc = async (tx: TenantTx, id: BlocId, le: Date): Promise<boolean> =>
  (
    await sql`update marches.bloc set retire_le = ${le}::timestamptz where id = ${id}::uuid and retire_le is null`.execute(
      tx,
    )
  ).numAffectedRows === 1n
