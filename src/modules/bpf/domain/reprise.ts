import type { ActiviteId, Id } from '#kernel/id.ts'

/** Ce que la reprise demande à la base ; `db/reprise.ts` le tient. */
export type PortsDeReprise = {
  readonly nouvelId: <K extends string>() => Id<K>
  /** SHA-256, en hexadécimal. */
  readonly hacher: (texte: string) => string
  /** Trente-deux octets tirés au sort, en hexadécimal. */
  readonly sel: () => string
  /** La reprise en cours de ce cas, s'il a déjà été lu. */
  connue(cas: string): Promise<{ readonly id: Id<'Reprise'>; readonly empreinte: string } | undefined>
  /** Combien de reprises cet organisme a déjà : le rang de la prochaine, dans les numéros de session. */
  rang(): Promise<number>
  remplacer(id: Id<'Reprise'>, le: Date): Promise<void>
  /** La fiche déjà faite pour ce nom et cette clé ; rien si c'est la première fois. */
  fiches(activite: ActiviteId, demandes: readonly FicheDemandee[]): Promise<ReadonlyMap<string, Id<'Tiers'>>>
  organismeDonneur(activite: ActiviteId, le: Date): Promise<Id<'Entreprise'>>
  garder(lignes: LignesDeReprise): Promise<void>
}

export type FicheDemandee = {
  readonly genre: 'formateur' | 'participant'
  readonly ref: string
  /** SHA-256 en hexadécimal : le nom entier, et pour un formateur la suite de ses statuts. */
  readonly cle: string
}

/** Les lignes à écrire, telles que les tables les nomment. */
export type LignesDeReprise = {
  readonly reprise: Record<string, unknown>
  readonly personnes: readonly Record<string, unknown>[]
  readonly intervenants: readonly Record<string, unknown>[]
  readonly statuts: readonly Record<string, unknown>[]
  readonly fiches: readonly Record<string, unknown>[]
  readonly offres: readonly Record<string, unknown>[]
  readonly sessions: readonly Record<string, unknown>[]
  readonly seances: readonly Record<string, unknown>[]
  readonly seancesReprises: readonly Record<string, unknown>[]
  readonly affectations: readonly Record<string, unknown>[]
  readonly interventions: readonly Record<string, unknown>[]
  readonly dossiers: readonly Record<string, unknown>[]
  readonly inscriptions: readonly Record<string, unknown>[]
  readonly presences: readonly Record<string, unknown>[]
  readonly produits: readonly Record<string, unknown>[]
  readonly charges: readonly Record<string, unknown>[]
}

/** Le motif des sessions d'un cas relu. */
export const motifDeRemplacement = 'Reprise : ce cas a été relu, sa nouvelle lecture remplace celle-ci.'
