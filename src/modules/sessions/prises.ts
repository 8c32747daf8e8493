import type { Child } from 'hono/jsx'
import type { Evenement } from '#kernel/ics.ts'
import type { Refus } from '#kernel/refus.ts'
import type { Result } from '#kernel/result.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import type { Direct } from '#web/contributions.ts'
import type { Visiteur } from '#web/env.ts'
import type { DesSessions, SessionListee, SessionLue } from './db/sessions.queries.ts'
import type { SessionId } from './domain/ou-et-qui.ts'
import type { Phase } from './domain/phase.ts'

/** À qui la coopérative dit un changement, par où chacun se joint. */
export type ADire = {
  /** Le message proposé aux stagiaires et aux clients ; vide : rien à leur dire. */
  readonly texte: string
  /** Combien d’avis étaient déjà partis : le même envoi ne part pas deux fois. */
  readonly vus: number
  readonly tous: readonly string[]
  /** Qui anime, ou n’anime plus : chacun son message. */
  readonly animent: readonly { readonly nom: string; readonly courriel: boolean; readonly texte: string }[]
  /** Sans courriel : à cocher une fois prévenus. */
  readonly appeler: readonly { readonly value: string; readonly label: string }[]
  /** Ceux qu’aucun envoi d’ici ne joint : clients sans courriel, financeurs par leur portail. */
  readonly ailleurs: readonly string[]
}

/** Ce qu’un changement touche hors de la session. Rien : il n’y a qu’à l’écrire. */
export type Touche = {
  /** « Papiers », « Feuille », « Factures », et ce qui leur arrive. */
  readonly lignes: readonly (readonly [sujet: string, dit: Child])[]
  readonly aDire?: ADire
  /** Combien de convocations disent encore d’autres dates, ou un autre lieu, et peuvent se refaire du même geste ; absent : aucune. */
  readonly convocations?: {
    readonly nombre: number
    /** Ce que dit la nouvelle : « aux nouvelles dates », « au nouveau lieu ». */
    readonly mots: string
  }
  /** Les conventions, contrats et avenants qui peuvent se refaire et partir à la signature du même geste. */
  readonly papiers?: readonly { readonly value: string; readonly label: string }[]
}

/** Ce que l’aperçu renvoie : le message relu, qui est prévenu de vive voix. */
export type Envoi = {
  readonly texte: string
  readonly vus: number
  readonly voix: ReadonlySet<string>
  /** Refaire et envoyer les convocations du même geste. */
  readonly convoquer: boolean
  /** Les dossiers dont la pièce se refait du même geste. */
  readonly papiers: ReadonlySet<string>
}

export type SessionASuivre = SessionListee & { readonly phase: Phase }

/** De quoi lire ce que ces sessions ont autour d’elles : leurs identifiants, et ceux de celles qui ne font pas que finir. */
type SessionsSuivies = {
  readonly toutes: DesSessions
  readonly aTenir: DesSessions
}

/** Une session dans la liste : places tenues, ce qu’elle attend d’abord, qui agit, où. */
export type Suivi = {
  /** Nul : la personne qui regarde ne lit pas les inscriptions. */
  readonly inscrits: number | null
  readonly attend?: {
    readonly chose: string
    readonly qui: string
    /** Absent : la page ne s’ouvre pas à qui regarde. */
    readonly geste?:
      | { readonly libelle: string; readonly href: string; readonly direct?: Direct | undefined }
      | undefined
  }
}

/** Ce que les sessions demandent à plus haut qu’elles d’un changement : papiers, avis, factures. */
export type PrisesSessions = {
  /** Essaie ce changement, lit ce qu’il touche, n’en garde rien. */
  readonly toucher: <R>(
    tx: TenantTx,
    ou: { readonly visiteur: Visiteur; readonly session: SessionLue; readonly le: Date },
    changer: () => Promise<Result<unknown, R>>,
  ) => Promise<Result<Touche, R>>
  /** Cette personne écrit-elle à toute la session ? Sans quoi l’on ne lui propose pas de prévenir chacun. */
  readonly previent: (tx: TenantTx, visiteur: Visiteur, session: SessionLue) => Promise<boolean>
  /** Prévient chacun ; rend combien l’ont été. */
  readonly dire: (
    services: Pick<Services, 'keys' | 'clock'>,
    tx: TenantTx,
    visiteur: Visiteur,
    session: SessionId,
    envoi: Envoi,
  ) => Promise<Result<string, Refus>>
  /** Refait et envoie les convocations qui ne disent plus la session ; rend combien. */
  readonly convoquer: (
    services: Services,
    tx: TenantTx,
    visiteur: Visiteur,
    session: SessionId,
  ) => Promise<Result<string, Refus>>
  /** Refait ces conventions, contrats ou avenants, et les envoie à signer ; dit lesquels. */
  readonly refaire: (
    services: Services,
    tx: TenantTx,
    visiteur: Visiteur,
    session: SessionId,
    papiers: ReadonlySet<string>,
  ) => Promise<Result<string, Refus>>
  /** Ce que ces sessions attendent : demandé sans attendre qu’elles soient lues, pour partir d’un seul envoi avec elles. */
  readonly suivre: (
    tx: TenantTx,
    visiteur: Visiteur,
    sessions: SessionsSuivies,
    le: Date,
  ) => Promise<(session: SessionASuivre) => Suivi | undefined>
  /** L’agenda qu’un module de plus haut montre à cette adresse secrète ; rien : elle n’est pas de lui, ou ne s’ouvre plus. */
  readonly agenda: (
    tx: PublicTx,
    secret: string,
    ou: { readonly origine: string; readonly le: Date },
  ) => Promise<{ readonly nom: string; readonly evenements: readonly Evenement[] } | undefined>
  /** Les autres changements d’une session, et leur page : une personne qui arrive, qui part. */
  readonly autres: (
    session: SessionLue,
    visiteur: Visiteur,
  ) => readonly { readonly libelle: string; readonly href: string }[]
  /** La session vient d’être planifiée d’une salle réservée à une autre coopérative ; faux : elle n’y tient pas. */
  readonly retenirSalle: (tx: TenantTx, reservation: string, session: SessionId) => Promise<boolean>
}

export const sansPrises: PrisesSessions = {
  toucher: async () => ({ ok: true, value: { lignes: [] } }),
  previent: async () => false,
  dire: async () => ({ ok: true, value: '' }),
  convoquer: async () => ({ ok: true, value: '' }),
  refaire: async () => ({ ok: true, value: '' }),
  suivre: async () => () => undefined,
  agenda: async () => undefined,
  autres: () => [],
  retenirSalle: async () => false,
}
