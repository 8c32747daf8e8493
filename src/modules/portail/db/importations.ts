import type { Id } from '#kernel/id.ts'
import type { PoleId } from '#modules/pole/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Rapport } from '../usecases/importer.ts'

export type Importation = {
  readonly id: Id<'Importation'>
  readonly source: string
  readonly rapport: Rapport
  readonly luLe: Date
}
const colonnes = ['id', 'source', 'rapport', 'lu_le as luLe'] as const

export const noterImportation = async (
  tx: TenantTx,
  pole: PoleId,
  i: Pick<Importation, 'id' | 'source' | 'rapport'> & { readonly par: string },
  le: Date,
): Promise<void> => {
  await tx
    .insertInto('portail.importation')
    .values({
      pole_id: pole,
      id: i.id,
      source: i.source.slice(0, 1000),
      rapport: JSON.stringify(i.rapport),
      par: i.par,
      lu_le: le,
    })
    .onConflict((c) => c.doNothing())
    .execute()
}

export const importationsDe = async (tx: TenantTx, pole: PoleId): Promise<Importation[]> =>
  (await tx
    .selectFrom('portail.importation')
    .select(colonnes)
    .where('pole_id', '=', pole)
    .orderBy('lu_le', 'desc')
    .limit(20)
    .execute()) as unknown as Importation[]

export const importationDe = async (
  tx: TenantTx,
  pole: PoleId,
  id: Id<'Importation'>,
): Promise<Importation | undefined> =>
  (await tx
    .selectFrom('portail.importation')
    .select(colonnes)
    .where('pole_id', '=', pole)
    .where('id', '=', id)
    .executeTakeFirst()) as unknown as Importation | undefined
