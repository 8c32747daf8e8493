import type { TenantTx } from '#platform/db/index.ts'
import type { BrouillonValeurs } from '#web/form-state.ts'

/**
 * Les brouillons d'une personne dans un organisme : ce qu'elle a écrit et pas encore envoyé. La base dit qui elle
 * est ; `cle` nomme le formulaire (`sessions.planifier`, ou suivi d'un identifiant).
 */
export type Drafts = {
  save(tx: TenantTx, cle: string, valeurs: BrouillonValeurs): Promise<void>
  load(
    tx: TenantTx,
    cle: string,
  ): Promise<{ readonly valeurs: BrouillonValeurs; readonly gardeLe: Date } | undefined>
  remove(tx: TenantTx, cle: string): Promise<void>
}
