import type { TenantTx } from '#platform/db/index.ts'
import type { AFaire, Regard } from '#web/contributions.ts'

/** Ce que la CAE demande à l’application : la liste d’« Aujourd’hui » de qui regarde, pour la page de son enseigne. */
export type PrisesCae = { readonly aFaire: (tx: TenantTx, regard: Regard) => Promise<readonly AFaire[]> }
export const sansPrises: PrisesCae = { aFaire: async () => [] }
