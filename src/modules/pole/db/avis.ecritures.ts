import { sql } from 'kysely'
import type { PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { PoleId } from './poles.ts'

/** Note que ce message est parti vers cette personne. Faux : il l'était déjà. */
export const noterAvis = async (
  tx: TenantTx,
  pole: PoleId,
  cle: string,
  compte: PersonneId,
  le: Date,
): Promise<boolean> => {
  const { numAffectedRows } = await sql`insert into pole.avis (pole_id, cle, compte_id, le)
    values (${pole}, ${cle}, ${compte}, ${le}) on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

export const changerAbonnement = async (
  tx: TenantTx,
  pole: PoleId,
  compte: PersonneId,
  veut: boolean,
  le: Date,
): Promise<void> => {
  if (veut)
    await sql`insert into pole.abonne (pole_id, compte_id, depuis_le) values (${pole}, ${compte}, ${le})
      on conflict do nothing`.execute(tx)
  else await sql`delete from pole.abonne where pole_id = ${pole} and compte_id = ${compte}`.execute(tx)
}
