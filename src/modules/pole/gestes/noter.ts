import { enseigneParDefaut } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Visiteur } from '#web/env.ts'
import type { PoleId } from '../db/poles.ts'

/** Consigne, au journal de la coopérative, ce qu'une de ses personnes fait dans un pôle. */
export const noter = async (
  tx: TenantTx,
  visiteur: Visiteur,
  pole: PoleId,
  geste: string,
  phrase: string,
  le: Date,
): Promise<void> => {
  const enseigne = await enseigneParDefaut(tx, visiteur)
  if (!enseigne) return
  await consigner(tx, {
    activite: enseigne.id,
    faitLe: le,
    module: 'pole',
    geste,
    objet: { genre: 'pole', id: pole },
    phrase,
  })
}
