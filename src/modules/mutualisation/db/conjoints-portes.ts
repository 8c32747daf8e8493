/** Chaque porte répond d’un mot (`direRefusDeConjoint`). */
import { type RawBuilder, sql } from 'kysely'
import type { PoleId } from '#modules/pole/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { ArticleConjoint } from '../domain/conjoints.ts'

const mot = async (tx: TenantTx, appel: RawBuilder<{ r: string }>): Promise<string> =>
  (await appel.execute(tx)).rows[0]?.r ?? 'refuse'

/** `vu` : le rang de la dernière version que la page montrait ; zéro, aucune. */
export const ecrireConjoint = (
  tx: TenantTx,
  pole: PoleId,
  vu: number,
  contact: string,
  texte: readonly ArticleConjoint[],
  le: Date,
) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.conjoint_ecrire(${pole}::uuid, ${vu}::integer, ${contact}, ${JSON.stringify(texte)}::jsonb, ${le}::timestamptz) as r`,
  )
export const signerConjoint = (tx: TenantTx, pole: PoleId, rang: number, le: Date) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.conjoint_signer(${pole}::uuid, ${rang}::integer, ${le}::timestamptz) as r`,
  )
