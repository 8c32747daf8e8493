/** La plateforme de la coopérative, ouverte avec ses clés. */
import type { TenantTx } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { lirePlateforme, lireSecret } from '../db/plateforme.ts'
import type { PlateformeAgreee } from '../domain/cycle/plateforme.ts'
import type { CreerPlateforme } from './xp-z12-013.ts'

export const usageSecret = 'facturation.plateforme'

/** Rien : elle n’est pas réglée, ou ses clés ne s’ouvrent plus. */
export const ouvrirPlateforme = async (
  tx: TenantTx,
  {
    keys,
    organisme,
    creer,
  }: { readonly keys: Keys; readonly organisme: string; readonly creer: CreerPlateforme },
): Promise<PlateformeAgreee | undefined> => {
  const p = await lirePlateforme(tx)
  const chiffre = p && (await lireSecret(tx))
  const clair = chiffre && keys.decrypt(usageSecret, organisme, chiffre)
  return p && clair ? creer({ ...p, secret: Buffer.from(clair).toString('utf8') }) : undefined
}
