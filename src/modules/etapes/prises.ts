import type { TenantTx } from '#platform/db/index.ts'
import type { AFaire, Regard } from '#web/contributions.ts'

/** Ce que les étapes demandent à l’application : la liste d’« Aujourd’hui » d’une personne, telle qu’elle la lirait. */
export type PrisesEtapes = {
  readonly aFaire: (
    tx: TenantTx,
    regard: Regard,
    /** `avis` : seulement ce qui peut s’apprendre aussitôt ; le reste de la liste ne se lit pas. */
    quoi: 'tout' | 'avis',
  ) => Promise<readonly AFaire[]>
}
export const sansPrises: PrisesEtapes = { aFaire: async () => [] }
