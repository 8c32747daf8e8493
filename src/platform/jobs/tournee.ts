import type { OrganismeId } from '#kernel/id.ts'
import { listerOrganismes, type PublicTx, type TenantTx } from '#platform/db/index.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import type { SystemJobHandler } from '#platform/jobs/jobs.ts'
import type { Services } from '#platform/services.ts'

type Lister = (tx: PublicTx) => Promise<readonly OrganismeId[]>

/**
 * Le même travail chez chaque coopérative, chacune dans sa transaction. L’une en panne n’arrête pas les autres : la tournée finit, puis lève, et
 * la file la rejoue ; ce travail peut donc passer deux fois.
 */
export const pourChacune =
  (
    faire: (tx: TenantTx, organisme: OrganismeId, services: Services) => Promise<unknown>,
    lister: Lister = listerOrganismes,
  ): SystemJobHandler =>
  async (_payload, services) => {
    const fautes: unknown[] = []
    for (const organisme of await services.db.withoutTenant(lister))
      try {
        await services.db.withTenant({ genre: 'tache', organisme }, (tx) => faire(tx, organisme, services))
      } catch (erreur) {
        services.log.error('tournee', erreur, { organisme })
        fautes.push(erreur)
      }
    if (fautes.length > 0) throw new AggregateError(fautes, 'Une coopérative au moins n’a pas eu sa tournée.')
  }

/** Une tâche de ce nom par coopérative ; `cle` : une seule de cette clé attend à la fois. */
export const uneTacheChacune = (tache: string, cle: string, lister?: Lister): SystemJobHandler =>
  pourChacune((tx, organisme) => enqueue(tx, tache, { organisme }, { cle }), lister)
