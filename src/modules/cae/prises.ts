import type { ActiviteId } from '#kernel/id.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { AFaire, Regard } from '#web/contributions.ts'

/** Un support d’une enseigne : ce que ses registres en disent, et ses fichiers. */
export type Support = {
  readonly id: string
  readonly titre: string
  readonly programme: string
  readonly le: string
  readonly contenu: Readonly<Record<string, unknown>>
  readonly fichiers: readonly { readonly nom: string; readonly fichier: string }[]
}

/** Ce que la CAE demande à l’application, que des modules de rang supérieur savent. */
export type PrisesCae = {
  /** La liste d’« Aujourd’hui » de qui regarde, pour la page de son enseigne. */
  readonly aFaire: (tx: TenantTx, regard: Regard) => Promise<readonly AFaire[]>
  /** Combien de preuves manquent à chacune de ces sessions. */
  readonly trous: (
    tx: TenantTx,
    sessions: readonly SessionId[],
    maintenant: Date,
  ) => Promise<ReadonlyMap<string, number>>
  readonly supports: (tx: TenantTx, activite: ActiviteId) => Promise<readonly Support[]>
}
export const sansPrises: PrisesCae = {
  aFaire: async () => [],
  trous: async () => new Map(),
  supports: async () => [],
}
