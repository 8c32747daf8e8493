import type { OrganismeId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import { tacheControler } from '../domain/taches.ts'

/** Repasse sur toutes les sessions, tout de suite : la tâche de la nuit, sans l’attendre. */
export const repasserPartout = (tx: TenantTx, organisme: OrganismeId): Promise<unknown> =>
  enqueue(tx, tacheControler, { organisme }, { cle: 'controles' })
