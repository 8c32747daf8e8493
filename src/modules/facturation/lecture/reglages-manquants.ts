import { lireConditions } from '#modules/documents/index.ts'
import { estSociete, type Forme, lireOrganisme } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { lireReglages } from '../db/reglages.ts'
import { type ReglageManquant, reglagesManquants } from '../domain/reglages-manquants.ts'

/** Ce que la coopérative n’a pas réglé et que sa première facture attend. */
export const reglagesQuiManquent = async (
  tx: TenantTx,
  forme: Forme,
): Promise<readonly ReglageManquant[]> => {
  const { iban, rcs } = await lireReglages(tx)
  const { conditions } = await lireConditions(tx)
  return reglagesManquants({ iban, rcs, moyen: conditions.moyen, societe: estSociete(forme) })
}

/** Rien ne manque : le pas est fait. */
export const peutFacturer = async (tx: TenantTx): Promise<boolean> =>
  (await reglagesQuiManquent(tx, (await lireOrganisme(tx)).forme)).length === 0
