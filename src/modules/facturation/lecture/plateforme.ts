/** La plateforme de la coopérative, ouverte avec ses clés. */
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { lirePlateforme, lireSecret } from '../db/plateforme.ts'
import type { PlateformeAgreee, RefusPlateforme } from '../domain/cycle/plateforme.ts'
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

/**
 * Le flux que nous y avons mis sous ce suivi ; rien : il n’y est pas. De deux, celui qui n’est pas refusé. Une recherche refusée ne dit rien de
 * ce qui fut pris : elle est à refaire.
 */
export const retrouver = async (
  plateforme: PlateformeAgreee,
  suivi: string,
): Promise<Result<{ readonly flux: string } | undefined, RefusPlateforme>> => {
  const vus = await plateforme.chercher({ suivi })
  if (!vus.ok)
    return vus.error.code === 'cles' ? vus : { ok: false, error: { ...vus.error, code: 'injoignable' } }
  const siens = vus.value.filter((f) => f.suivi === suivi && f.sens === 'sortant')
  const sien = siens.find((f) => f.accuse !== 'erreur') ?? siens[0]
  return ok(sien && { flux: sien.id })
}
