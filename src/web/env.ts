import type { ActiviteId, OrganismeId, PersonneId } from '#kernel/id.ts'
import type { Acces } from '#platform/db/access.ts'
import type { PublicTx } from '#platform/db/tenant.ts'
import type { Services } from '#platform/services.ts'

/** Un fichier public, en mémoire et déjà compressé. */
export type Fichier = {
  readonly type: string
  readonly octets: Uint8Array<ArrayBuffer>
  readonly br?: Uint8Array<ArrayBuffer>
  readonly gzip?: Uint8Array<ArrayBuffer>
  readonly etag: string
}

export type Assets = {
  /** Adresse à écrire dans une page : `url('coforme.css')` rend `/public/coforme.3fa2b1c4d5.css`. */
  url(nom: string): string
  readonly fichiers: ReadonlyMap<string, Fichier>
}

/** Ce qui s'est fait, dit une fois sur la page d'après. */
export type Flash = {
  readonly genre: 'passe' | 'fait' | 'mal'
  /** Ce qui s'est passé, en une phrase courte mise en avant. */
  readonly fort: string
  readonly suite?: string
  readonly lien?: { readonly libelle: string; readonly href: string }
}

/** Les huit entrées du sommaire, dans leur ordre. */
export const groupesDuSommaire = {
  aujourdhui: 'Aujourd’hui',
  sessions: 'Sessions',
  personnes: 'Personnes',
  papiers: 'Papiers',
  qualite: 'Qualité',
  argent: 'Argent',
  cooperative: 'Coopérative',
  commun: 'En commun',
} as const

/** Une page du sommaire : sous l’une des huit entrées, à son rang. La première que l’on voit ouvre l’entrée. */
export type NavigationEntry = {
  readonly libelle: string
  readonly href: string
  readonly rang: number
  readonly groupe: keyof typeof groupesDuSommaire
  /** Rôles qui la voient ; absent : tout membre. */
  readonly roles?: readonly string[]
  /** Seulement dans une coopérative d’activité et d’emploi. */
  readonly cae?: true
}

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
  /** Avec son second facteur : sans lui, hors de la démonstration, elle n’administre rien (`secondFacteurDu`). */
  readonly administreInstance: boolean
  /** Elle administrerait l’instance si elle avait un second facteur. */
  readonly secondFacteurDu?: true
  /** Le jour à partir duquel sa coopérative ne s’ouvre plus à elle sans second facteur ; passé, elle n’y est plus (`organisme`). */
  readonly codeDu?: string
  /** Enseignes ouvertes où l'on peut agir : au-delà d'une, l'écran offre d'en changer. */
  readonly enseignes?: number
  /** Auditeur ou assistance : rien ne s'écrit, la base le garantit. */
  readonly lectureSeule?: boolean
  /** L’organisme est une coopérative d’activité et d’emploi. */
  readonly cae?: true
  /** Le dernier jour de l'accès (`AAAA-MM-JJ`), s'il en a un. */
  readonly jusque?: string
}

/**
 * Qui regarde, tel qu'une demande précédente l'avait établi. Rien ne se décide là-dessus sans que la base le confirme : dans la
 * transaction de la page, avant tout travail (`pourVisiteur`), ou sinon après elle et avant de répondre.
 */
export type Presume = {
  etat: 'a-confirmer' | 'confirme' | 'dementi'
  /** Relit qui regarde ; faux : ce n'est plus ce que l'on présumait. */
  confirmer(tx: PublicTx): Promise<boolean>
}

export type Env = {
  Variables: {
    services: Services
    visiteur?: Visiteur
    presume?: Presume
    /** La présomption était fausse : la demande se refait, entière, et cette réponse ne part pas. */
    aRefaire?: true
    /** Cette autre demande prend la place de celle-ci, et son témoin part avec sa réponse (un envoi gardé, repris). */
    aRejouer?: Request
    requestId: string
    nonce?: string
    /** Posés par `createApp`, lus par le cadre des pages. */
    assets?: Assets
    navigation?: readonly NavigationEntry[]
    flash?: Flash
    /** Message à montrer sur la page d'après. */
    flashToSet?: Flash
    /** Où la page se dépose telle quelle, pour qui la garde avant de la servir (la mémoire des pages publiques) : la réponse part vide. */
    enClair?: { page?: string }
    /** Le nom de l’Union, que l’en-tête de son site écrit. */
    union?: string
    /** La liste demandée part en classeur (`enClasseur`). */
    tableur?: 'xlsx'
  }
}
