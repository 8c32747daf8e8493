import type { OrganismeId } from '#kernel/id.ts'
import type { Services } from '#platform/services.ts'

/** Des identifiants, jamais un document ni un nom : la file est lisible de qui administre. */
export type JobPayload = { readonly organisme: OrganismeId } & Readonly<
  Record<string, string | number | boolean | null>
>

/** Une tâche peut toujours passer deux fois : elle vérifie avant d'agir. */
export type JobHandler = (payload: JobPayload, services: Services) => Promise<void>
