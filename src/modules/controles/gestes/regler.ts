import { enseigneParDefaut } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Visiteur } from '#web/env.ts'
import { ecrireReglage } from '../db/assiduite.ecritures.ts'

/** Règle ce qui part seul : rappels et avis d’absence. */
export const reglerLesRappels = async (
  tx: TenantTx,
  visiteur: Visiteur,
  reglage: Parameters<typeof ecrireReglage>[1],
  le: Date,
): Promise<void> => {
  await ecrireReglage(tx, reglage, le)
  const enseigne = await enseigneParDefaut(tx, visiteur)
  if (enseigne)
    await consigner(tx, {
      activite: enseigne.id,
      faitLe: le,
      module: 'controles',
      geste: 'regler-rappels',
      phrase: 'Ce qui part seul (rappels, avis d’absence) est réglé.',
      details: reglage,
    })
}
