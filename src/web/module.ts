import type { Hono } from 'hono'
import type { TenantTx } from '#platform/db/index.ts'
import type { JobHandler, SystemJobHandler } from '#platform/jobs/jobs.ts'
import type { Services } from '#platform/services.ts'
import type { CodeEtat } from '#web/components/states.tsx'
import type { Env, NavigationEntry, Visiteur } from '#web/env.ts'

export type { NavigationEntry }

/** Une commande de `npm run -s coforme -- …`. Rend le code de sortie : 0 fait, 1 la réponse est non, 2 appel fautif. */
export type Command = {
  readonly nom: string
  readonly usage: string
  /** Faux : la commande n'ouvre aucune base. */
  readonly base: boolean
  run(args: readonly string[], contexte: CommandContext): Promise<number>
}
export type CommandContext = {
  /** Absent quand la commande dit ne pas avoir besoin de base. */
  readonly services?: Services
  readonly stdout: (texte: string) => void
  readonly stderr: (texte: string) => void
}

/** Ce que l'on sait au moment de composer un écran de toute la coopérative. */
export type Regard = { readonly visiteur: Visiteur; readonly maintenant: Date }

/** Une séance d'aujourd'hui, avec ce qu'on sait de ses signatures. */
export type SeanceDuJour = {
  readonly href: string
  /** « 9 h – 12 h 30 », à l'heure de la salle. */
  readonly creneau: string
  readonly intitule: string
  /** Lieu, intervenant. */
  readonly detail: string
  readonly etat: CodeEtat
  /** « 3 sur 5 ont signé ». */
  readonly mot: string
}

/** Ce qui attend quelqu'un : la chose, et le geste qui la règle. */
export type AFaire = {
  readonly href: string
  readonly chose: string
  readonly geste: string
  readonly etat: CodeEtat
}

export type Trouvaille = {
  readonly genre: 'personne' | 'session' | 'offre'
  readonly libelle: string
  readonly detail: string
  readonly href: string
}

/**
 * Ce qu'un module apporte aux écrans qui n'appartiennent à personne (« Aujourd'hui », la recherche). Chaque question
 * ne montre que ce que le visiteur peut lire : RLS dit l'organisme et l'enseigne, `peutVisiteur` dit la personne.
 */
export type Contributions = {
  seancesDuJour?(tx: TenantTx, regard: Regard): Promise<readonly SeanceDuJour[]>
  aFaire?(tx: TenantTx, regard: Regard): Promise<readonly AFaire[]>
  /** `mot` est replié (sans accent ni casse) et compte deux signes au moins ; au plus dix réponses. */
  recherche?(tx: TenantTx, mot: string, regard: Regard): Promise<readonly Trouvaille[]>
}

/** Ce qu'un module apporte à l'application : sa table des matières, lue par `app/wiring.ts`. */
export type CoformeModule = {
  readonly nom: string
  routes?(app: Hono<Env>, services: Services): void
  readonly navigation?: readonly NavigationEntry[]
  readonly jobs?: Readonly<Record<string, JobHandler>>
  /** Tâches sans organisme : un compte n’est d’aucun organisme. */
  readonly systeme?: Readonly<Record<string, SystemJobHandler>>
  readonly commandes?: readonly Command[]
  readonly contributions?: Contributions
}
