import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'

/** Voit-on toute la coopérative ? Ce qui vaut pour tous ne se règle pas depuis une seule enseigne : la base le refuse aussi. */
export const voitTout = async (tx: TenantTx): Promise<boolean> =>
  (await sql<{ t: boolean }>`select app.toutes_activites() as t`.execute(tx)).rows[0]?.t === true
