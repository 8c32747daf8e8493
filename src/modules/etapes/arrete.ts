import type { TenantTx } from '#platform/db/index.ts'
import { listerArrets } from './db/arrets.ts'
import { arretDe } from './domain/plan.ts'

/** Les envois de cette étape sont-ils arrêtés dans cette session ? Pour la tournée d’un autre module. */
export const estArrete = async (tx: TenantTx, session: string, code: string): Promise<boolean> =>
  arretDe(await listerArrets(tx, session), { session, code }) !== undefined
