import type { TenantTx } from '#platform/db/index.ts'
import { tenir } from '../db/occupations.ecritures.ts'
import { deplacerSeances, type SeanceNeuve } from '../db/sessions.ecritures.ts'
import { enVagues } from '../domain/modifier-session.ts'

/**
 * Déplace des demi-journées sans les rendre : les rendre et les reprendre rejugerait qui les anime déjà, quand leur jour ne change pas.
 * Celles qui échangent leurs heures sont rendues ; qui appelle les reprend.
 */
export const deplacerTenues = async (
  tx: TenantTx,
  deplacements: readonly {
    readonly de: Pick<SeanceNeuve, 'jour' | 'debutMinutes' | 'debut' | 'fin'>
    readonly vers: SeanceNeuve
  }[],
): Promise<void> => {
  const { vagues, croisees } = enVagues(deplacements)
  for (const vague of vagues) await deplacerSeances(tx, vague)
  await tenir(
    tx,
    croisees.map((x) => x.id),
    false,
  )
  await deplacerSeances(tx, croisees)
}
