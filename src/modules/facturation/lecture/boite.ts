/** La boîte aux lettres de la coopérative, ouverte avec son mot de passe. */
import type { TenantTx } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { lireBoite, lireSecretDeBoite } from '../db/boite.ts'
import type { Boite } from '../domain/cycle/boite.ts'
import type { CreerBoite } from './imap.ts'

export const usageSecretDeBoite = 'facturation.boite'

/** Rien : elle n’est pas réglée, ou son mot de passe ne s’ouvre plus. */
export const ouvrirBoite = async (
  tx: TenantTx,
  { keys, organisme, creer }: { readonly keys: Keys; readonly organisme: string; readonly creer: CreerBoite },
): Promise<Boite | undefined> => {
  const b = await lireBoite(tx)
  const chiffre = b && (await lireSecretDeBoite(tx))
  const clair = chiffre && keys.decrypt(usageSecretDeBoite, organisme, chiffre)
  return b && clair ? creer({ ...b, secret: Buffer.from(clair).toString('utf8') }) : undefined
}
