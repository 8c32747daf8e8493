import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'

/** Quelqu'un a relu les conditions de la coopérative. */
export const conditionsDites = async (tx: TenantTx): Promise<boolean> =>
  (await sql`select from documents.conditions limit 1`.execute(tx)).rows.length > 0

/** Une convention ou un contrat est émis. */
export const aUneConvention = async (tx: TenantTx): Promise<boolean> =>
  (await sql`select from documents.piece where genre in ('convention', 'contrat') limit 1`.execute(tx)).rows
    .length > 0

/** Un certificat de réalisation est émis. */
export const aUnCertificat = async (tx: TenantTx): Promise<boolean> =>
  (await sql`select from documents.piece where genre = 'certificat-realisation' limit 1`.execute(tx)).rows
    .length > 0
