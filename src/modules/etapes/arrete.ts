import type { TenantTx } from '#platform/db/index.ts'
import { listerArrets } from './db/arrets.ts'
import { retenusDeLaSession } from './db/envois.ts'
import { arretDe } from './domain/plan.ts'

/** Les envois de cette étape sont-ils arrêtés dans cette session ? Pour la tournée d’un autre module. */
export const estArrete = async (
  tx: TenantTx,
  session: string,
  code: string,
  personne?: string,
): Promise<boolean> =>
  arretDe(await listerArrets(tx, session), { session, code, personne: personne ?? null }) !== undefined

/** Les messages qu’un arrêt a retenus dans cette session : rien n’en est parti. */
export const retenusParArret = async (tx: TenantTx, session: string): Promise<ReadonlySet<string>> =>
  new Set(await retenusDeLaSession(tx, session))
