import type { Context, Hono } from 'hono'
import type { Cron, JobHandler, SystemJobHandler } from '#platform/jobs/jobs.ts'
import type { Services } from '#platform/services.ts'
import type { RawForm } from '#web/body.ts'
import type {
  Contributions,
  EntrepriseContribution,
  PersonneContribution,
  SessionContribution,
} from '#web/contributions.ts'
import type { Env, NavigationEntry } from '#web/env.ts'

export type { NavigationEntry }

/** Une commande de `npm run -s coforme -- …`. Rend le code de sortie : 0 fait, 1 la réponse est non, 2 appel fautif. */
export type Command = {
  readonly nom: string
  readonly usage: string
  /** Faux : la commande n'ouvre aucune base. Une fonction : cela dépend de l'appel. */
  readonly base: boolean | ((args: readonly string[]) => boolean)
  run(args: readonly string[], contexte: CommandContext): Promise<number>
}
export type CommandContext = {
  /** Absent quand la commande dit ne pas avoir besoin de base. */
  readonly services?: Services
  /** D’où l’on appelle (`INIT_CWD` sous npm) : les chemins s’entendent de là. Absent : le dossier du processus. */
  readonly dossier?: string
  readonly stdout: (texte: string) => void
  readonly stderr: (texte: string) => void
}

/** Ce qu'un module apporte à l'application : sa table des matières, lue par `app/wiring.ts`. */
export type CoformeModule = {
  readonly nom: string
  routes?(app: Hono<Env>, services: Services): void
  /** Répond à un formulaire ouvert depuis un compte et envoyé une fois la session finie ; rien : il est refusé d’une phrase. */
  envoiSansSession?(c: Context<Env>, raw: RawForm): Response | Promise<Response> | undefined
  readonly navigation?: readonly NavigationEntry[]
  readonly jobs?: Readonly<Record<string, JobHandler>>
  /** Tâches sans organisme : un compte n’est d’aucun organisme. */
  readonly systeme?: Readonly<Record<string, SystemJobHandler>>
  /** Tâches d’instance à heure fixe ; chacune est dans `systeme`. */
  readonly crons?: readonly Cron[]
  readonly commandes?: readonly Command[]
  /** Ce que le module apporte à « Aujourd'hui » et à la recherche. */
  readonly contributions?: Contributions
  /** Ce que le module montre et sait sur la page d'une session. */
  readonly contributionsSession?: readonly SessionContribution[]
  /** Ce que le module montre sur la fiche d'une personne. */
  readonly contributionsPersonne?: readonly PersonneContribution[]
  /** Ce que le module montre sur la fiche d'une entreprise. */
  readonly contributionsEntreprise?: readonly EntrepriseContribution[]
}
