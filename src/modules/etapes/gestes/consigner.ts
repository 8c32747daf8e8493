import type { ActiviteId } from '#kernel/id.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Visiteur } from '#web/env.ts'

/** Au journal de la coopérative : ce qui vaut pour toutes ses sessions. */
export const consignerReglage = async (
  tx: TenantTx,
  visiteur: Visiteur,
  le: Date,
  geste: string,
  phrase: string,
): Promise<void> => {
  const enseigne = await enseigneParDefaut(tx, visiteur)
  if (enseigne) await consigner(tx, { activite: enseigne.id, faitLe: le, module: 'etapes', geste, phrase })
}

/** Au journal d’une session. */
export const consignerDansLaSession = async (
  tx: TenantTx,
  session: { readonly id: string; readonly activite: ActiviteId },
  le: Date,
  geste: string,
  phrase: string,
): Promise<void> => {
  await consigner(tx, {
    activite: session.activite,
    faitLe: le,
    module: 'etapes',
    geste,
    objet: { genre: 'session', id: session.id },
    phrase,
  })
}
