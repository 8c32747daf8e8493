import type { TenantTx } from '#platform/db/index.ts'
import { listerArrets } from '../db/arrets.ts'
import { retenusDeLaSession } from '../db/envois.ts'
import { arretDe } from '../domain/plan.ts'

/** Les arrêts qui touchent cette session, lus une fois : de quoi demander, étape par étape et personne par personne, si l’un retient. */
export const arretsDeLaSession = async (
  tx: TenantTx,
  session: string,
): Promise<(code: string, personne?: string) => boolean> => {
  const arrets = await listerArrets(tx, session)
  return (code, personne) => arretDe(arrets, { session, code, personne: personne ?? null }) !== undefined
}

/** Les envois de cette étape sont-ils arrêtés dans cette session ? Pour la tournée d’un autre module. */
export const estArrete = async (
  tx: TenantTx,
  session: string,
  code: string,
  personne?: string,
): Promise<boolean> => (await arretsDeLaSession(tx, session))(code, personne)

/** Les messages qu’un arrêt a retenus dans cette session : rien n’en est parti. */
export const retenusParArret = async (tx: TenantTx, session: string): Promise<ReadonlySet<string>> =>
  new Set(await retenusDeLaSession(tx, session))
