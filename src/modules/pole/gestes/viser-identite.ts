import type { OrganismeId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { viserIdentite } from '../db/identites.ts'

/**
 * Quelqu'un de l'Union répond d'une coopérative arrivée d'elle-même : elle peut dès lors entrer dans les pôles, voter, signer, se montrer
 * dans l'annuaire. Les pôles où l'on entre librement, et qu'elle avait demandés, l'accueillent aussitôt. Faux : elle n'attendait plus.
 */
export const viserLIdentite = (tx: TenantTx, organisme: OrganismeId, le: Date): Promise<boolean> =>
  viserIdentite(tx, organisme, le)
