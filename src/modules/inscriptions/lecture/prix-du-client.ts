import type { Montant } from '#kernel/montant.ts'
import { jourLocal } from '#kernel/zones.ts'
import { lireOrganisme, mentionTva } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { DossierLu } from '../db/dossiers.queries.ts'
import { prixDu } from '../domain/prix.ts'

/** Ce que ce client paie, au régime de TVA que la coopérative tient ce jour-là. */
export const lirePrixDu = async (
  tx: TenantTx,
  d: Pick<DossierLu, 'prix' | 'regime'>,
  le: Date,
): Promise<{ readonly prix: Montant; readonly taux: number; readonly aDire: boolean }> => {
  const o = await lireOrganisme(tx)
  const { taux, aDire } = mentionTva(o.tva, jourLocal(le, o.zone))
  return { prix: prixDu(d, taux), taux, aDire: aDire === true }
}
