import type { ActiviteId, OrganismeId, PersonneId } from '#kernel/id.ts'
import type { Acces } from '#platform/db/access.ts'
import type { Services } from '#platform/services.ts'
import type { Assets, Flash, NavigationEntry } from '#web/frame-types.ts'

/** Qui regarde la page, tel que le témoin de connexion l'a établi. */
export type Visiteur = {
  readonly acces: Acces
  readonly personneId: PersonneId
  readonly nom: string
  /** Absent tant que la personne n'a rejoint aucun organisme. */
  readonly organisme?: { readonly id: OrganismeId; readonly code: string; readonly nom: string }
  /** En CAE, l'enseigne pour laquelle on agit. */
  readonly enseigne?: { readonly id: ActiviteId; readonly nom: string }
  /** Codes des rôles tenus dans cet organisme (`organisme/domain/droits.ts`). */
  readonly roles: readonly string[]
  /** Une session d'assistance : lecture seule, bornée, journalisée. */
  readonly assistance: boolean
  readonly administreInstance: boolean
}

export type Env = {
  Variables: {
    services: Services
    visiteur?: Visiteur
    requestId: string
    nonce?: string
    /** Posés par `createApp`, lus par le cadre des pages. */
    assets?: Assets
    navigation?: readonly NavigationEntry[]
    flash?: Flash
    /** Message à montrer sur la page d'après. */
    flashToSet?: Flash
  }
}
