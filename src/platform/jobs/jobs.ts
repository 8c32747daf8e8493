import type { OrganismeId } from '#kernel/id.ts'
import type { Services } from '#platform/services.ts'

/** Des identifiants, jamais un document ni un nom : la file est lisible de qui administre. */
export type JobPayload = { readonly organisme: OrganismeId } & Readonly<
  Record<string, string | number | boolean | null>
>

/** Une tâche peut toujours passer deux fois : elle vérifie avant d'agir. */
export type JobHandler = (payload: JobPayload, services: Services) => Promise<void>

/** Une tâche de l'instance, sans organisme : purge, envoi du courrier, tournée des échéances. */
export type SystemJobHandler = (
  payload: Readonly<Record<string, string | number | boolean | null>>,
  services: Services,
) => Promise<void>

/** Une tâche d'instance à heure fixe ; `quand` est une ligne de crontab à cinq champs, en temps universel. */
export type Cron = { readonly nom: string; readonly quand: string }
