import { sql } from 'kysely'
import { asId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { BlocGarde } from '../domain/memoire.ts'

/** Les blocs que la coopérative garde, retirés exceptés, par titre. */
export const lireBlocs = async (tx: TenantTx): Promise<BlocGarde[]> =>
  (
    await sql<BlocGarde>`select id, version, titre, texte, auteur, licence, preuve, preuve_le::text as "preuveLe", le, retire_le as "retireLe"
      from marches.bloc where retire_le is null order by titre, id`.execute(tx)
  ).rows

/** Un bloc de la coopérative, retiré ou non. */
export const lireUnBloc = async (tx: TenantTx, texte: string): Promise<BlocGarde | undefined> => {
  const id = asId(texte)
  if (!id) return undefined
  return (
    await sql<BlocGarde>`select id, version, titre, texte, auteur, licence, preuve, preuve_le::text as "preuveLe", le, retire_le as "retireLe"
      from marches.bloc where id = ${id}::uuid`.execute(tx)
  ).rows[0]
}
