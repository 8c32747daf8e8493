/** Ce que les factures disent et que la fiche de la coopérative ne dit pas. */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { garderReglages } from '../db/reglages.ecritures.ts'
import type { Reglages } from '../db/reglages.ts'
import { refusDeRelances } from '../domain/charges.ts'

/** `perime` : quelqu’un a réglé depuis la version lue. */
export const reglerLesFactures = async (
  tx: TenantTx,
  r: Reglages,
  maintenant: Date,
): Promise<Result<void, Refus>> => {
  const gene = refusDeRelances(r.relances)
  if (gene) return ko(gene)
  const enseigne = await enseigneParDefaut(tx)
  if (!(await garderReglages(tx, r, maintenant)))
    return refuser('perime', 'Quelqu’un vient de régler ces pages : relisez-les.')
  if (enseigne)
    await consigner(tx, {
      activite: enseigne.id,
      faitLe: maintenant,
      module: 'facturation',
      geste: 'regler-factures',
      phrase: 'Les réglages des factures ont changé.',
    })
  return ok(undefined)
}
