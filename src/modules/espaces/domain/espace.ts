import type { Zone } from '#kernel/zones.ts'

/** Ce que `porte.espace` rend, tel quel. Les instants sont des textes ISO, les jours des dates civiles. */
export type GenreEspace = 'stagiaire' | 'client' | 'intervenant' | 'agenda'
/** Ce que tient un intervenant : son espace, et le lien de son agenda. */
export const espacesDIntervenant = ['intervenant', 'agenda'] as const satisfies readonly GenreEspace[]

export type Seance = {
  readonly id: string
  readonly jour: string
  /** Minutes depuis minuit, à l’heure de la salle. */
  readonly debut: number
  readonly fin: number
  readonly de: string
  readonly a: string
  readonly tenue: boolean
  readonly lieu: string | null
  /** Dite d’une session mixte ; nulle : celle de la session. */
  readonly modalite: 'presentiel' | 'distance' | null
  readonly salles: string | null
}
export type SessionVue = {
  readonly id: string
  readonly numero: string
  readonly intitule: string
  readonly etat: string
  readonly lieu: string
  readonly zone: Zone
  readonly lien: string | null
  readonly debut: string | null
  readonly fin: string | null
  readonly inscription: { readonly id: string; readonly etat: string; readonly signees: number } | null
  readonly gens:
    | readonly {
        readonly prenom: string
        readonly nom: string
        readonly etat: string
        readonly signees: number | null
        readonly absences: number | null
      }[]
    | null
  readonly seances: readonly Seance[]
}
export type PieceVue = {
  readonly id: string
  readonly genre: string
  readonly numero: string
  readonly libelle: string
  readonly emiseLe: string
  readonly session: string | null
}
export type Espace = {
  readonly genre: GenreEspace
  readonly acces: string
  readonly expireLe: string
  readonly organisme: {
    readonly nom: string
    readonly courriel: string | null
    readonly telephone: string | null
  }
  readonly personne: {
    readonly id: string
    readonly prenom: string
    readonly nom: string
    readonly courriel: string | null
    readonly telephone: string | null
    readonly adresse: string | null
    readonly codePostal: string | null
    readonly ville: string | null
  }
  readonly sessions: readonly SessionVue[]
  readonly pieces?: readonly PieceVue[]
  readonly aSigner?: readonly {
    readonly id: string
    readonly envois: number
    readonly acte: 'signature' | 'accuse'
    readonly genre: string
    readonly numero: string
  }[]
  /** Celles que la personne n’a pas signées, des jours alentour ; la page ne montre que celles dont la fenêtre est ouverte. */
  readonly aEmarger?: readonly {
    readonly id: string
    readonly envois: number
    readonly seance: string
    /** La signature s’ouvre tant de minutes avant le début. */
    readonly avance: number
  }[]
  readonly demandes?: readonly {
    readonly id: string
    readonly genre: string
    readonly recueLe: string
    readonly echeance: string
    readonly reponse: string | null
    readonly suite: string
  }[]
  readonly archive?: { readonly composeeLe: string; readonly expireLe: string } | null
}

export const nomsEspace: Readonly<Record<Exclude<GenreEspace, 'agenda'>, { titre: string; dit: string }>> = {
  stagiaire: { titre: 'Mon espace', dit: 'vos formations, vos papiers, ce qui reste à signer, vos données' },
  client: {
    titre: 'L’espace de l’entreprise',
    dit: 'vos conventions, les présences, les certificats, les factures',
  },
  intervenant: { titre: 'Mes interventions', dit: 'vos journées, vos groupes, vos feuilles, votre agenda' },
}

/** Les prochaines séances d’abord ; une session finie vient après, la plus récente en tête. */
export const enCoursPuisPassees = (
  sessions: readonly SessionVue[],
  jour: string,
): { readonly aVenir: readonly SessionVue[]; readonly passees: readonly SessionVue[] } => ({
  aVenir: sessions
    .filter((s) => (s.fin ?? '9999') >= jour && s.etat !== 'annulee')
    .toSorted((a, b) => ((a.debut ?? '') < (b.debut ?? '') ? -1 : 1)),
  passees: sessions.filter((s) => (s.fin ?? '9999') < jour || s.etat === 'annulee'),
})
