import { sql } from 'kysely'
import type { Database } from '#platform/db/index.ts'

export const compterUneSortie = async (
  db: Database,
  empreinte: Uint8Array,
  genre: 'export' | 'papier',
): Promise<void> => {
  await db.withoutTenant((tx) =>
    sql`select porte.compter_une_sortie(${Buffer.from(empreinte)}::bytea, ${genre})`.execute(tx),
  )
}

export const guetterLesLiens = async (db: Database, seuil: number): Promise<void> => {
  await db.withoutTenant((tx) => sql`select porte.guetter_liens(${seuil}::integer)`.execute(tx))
}
