import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'

/** Vrai si cet accès ne voit qu'une ou plusieurs enseignes, et non toute la coopérative : la base n'y montre rien d'autre. */
export const neVoitQueSesEnseignes = async (tx: TenantTx): Promise<boolean> =>
  (await sql<{ t: boolean | null }>`select app.toutes_activites() as t`.execute(tx)).rows[0]?.t === false
