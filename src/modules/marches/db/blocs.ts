import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { BlocGarde } from '../domain/memoire.ts'

/** Les blocs que la coopérative garde, retirés exceptés, par titre. */
export const lireBlocs = async (tx: TenantTx): Promise<BlocGarde[]> =>
  (
    await sql<BlocGarde>`select id, version, titre, texte, auteur, licence, preuve, preuve_le::text as "preuveLe", le
      from marches.bloc where retire_le is null order by titre, id`.execute(tx)
  ).rows
