/** Chorus Pro, ouvert avec les clés de la coopérative. */
import { z } from 'zod'
import type { TenantTx } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { lireChorus, lireSecretsDeChorus } from '../db/chorus.ts'
import type { ChorusPro } from '../domain/cycle/plateforme.ts'
import type { CreerChorus } from './chorus.ts'

export const usageSecretsDeChorus = 'facturation.chorus'

const gardes = z.object({ secret: z.string(), motDePasse: z.string() })

/** Rien : il n’est pas réglé, ou ses clés ne s’ouvrent plus. */
export const ouvrirChorus = async (
  tx: TenantTx,
  {
    keys,
    organisme,
    creer,
  }: { readonly keys: Keys; readonly organisme: string; readonly creer: CreerChorus },
): Promise<ChorusPro | undefined> => {
  const c = await lireChorus(tx)
  const chiffre = c && (await lireSecretsDeChorus(tx))
  const clair = chiffre && keys.decrypt(usageSecretsDeChorus, organisme, chiffre)
  return c && clair
    ? creer({ ...c, ...gardes.parse(JSON.parse(Buffer.from(clair).toString('utf8'))) })
    : undefined
}
