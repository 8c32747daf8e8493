import type { DateCivile } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import type { HeuresSuivies } from './heures-suivies.ts'
import type { InscriptionId, SeanceId } from './signer-demi-journee.ts'

/**
 * Ce qui se suit sans se signer dans une salle : l’asynchrone (D6313-3-1) et la situation de travail (D6313-3-2). La phase
 * réflexive est distincte de la mise en situation (D6313-3-2, 3°) : elle se prévoit et s’annonce à part.
 */
export const genresPrevus = ['asynchrone', 'situation', 'reflexion'] as const
export type GenrePrevu = (typeof genresPrevus)[number]
export type PrevueId = Id<'ActivitePrevue'>
export type ElementId = Id<'ElementProbant'>

export type ActivitePrevue = {
  readonly id: PrevueId
  readonly genre: GenrePrevu
  readonly intitule: string
  /** La durée estimée : c’est elle qui s’acquiert quand l’activité est réalisée, pas le temps de connexion. */
  readonly minutes: number
}

export const genresElement = [
  'assistant',
  'realisation',
  'echange',
  'evaluation',
  'afest-analyse',
  'afest-formateur',
  'afest-situation',
  'afest-reflexion',
  'afest-evaluation',
] as const
export type GenreElement = (typeof genresElement)[number]

export const canaux = {
  courriel: 'courriel',
  telephone: 'téléphone',
  visio: 'visioconférence',
  forum: 'forum ou messagerie',
  presence: 'en présence',
} as const satisfies Record<string, string>
export type Canal = keyof typeof canaux

export const resultats = {
  acquis: 'acquis',
  'en-cours': 'en cours',
  'non-acquis': 'non acquis',
} as const satisfies Record<string, string>
export type Resultat = keyof typeof resultats

export type ElementProbant = {
  readonly id: ElementId
  readonly genre: GenreElement
  /** Nulle : pour toute la session. */
  readonly inscription: InscriptionId | null
  readonly prevue: PrevueId | null
  readonly le: DateCivile
  readonly minutes: number | null
  readonly intitule: string
  readonly canal: Canal | null
  /** Sous combien d’heures l’assistant répond. */
  readonly delaiHeures: number | null
  readonly resultat: Resultat | null
  readonly fichier: { readonly empreinte: string; readonly nom: string } | null
}

/** Ce qu’une liste de connexion dit d’une séance, pour une personne. */
export type ConnexionASeance = {
  readonly seance: SeanceId
  /** Une de ses connexions y est rapprochée. */
  readonly sienne: boolean
  /** La liste a été rapprochée des inscrits : qui n’y est pas était dans la salle. */
  readonly rapprochee: boolean
}

/**
 * Les séances suivies à distance par une personne, d’une action qui n’y est pas tout entière : celles qui ont une liste
 * de connexion (à distance, en direct). Rapprochée, la liste dit qui s’y est connecté et qui était en salle.
 */
export const classesVirtuelles = (connexions: readonly ConnexionASeance[]): ReadonlySet<SeanceId> =>
  new Set(connexions.filter((c) => c.sienne || !c.rapprochee).map((c) => c.seance))

export type HeuresAPart = {
  readonly planifieMin: number
  readonly realiseMin: number
  /** Dont à distance. */
  readonly distanceMin: number
  /** Dont au travail : mises en situation et phases réflexives. */
  readonly travailMin: number
}

/**
 * Les minutes d’une personne hors des demi-journées : le temps estimé de chaque activité réalisée, une
 * fois chacune ; les mises en situation et les phases réflexives, telles que leurs fiches les disent.
 */
export const heuresAPart = (
  plan: readonly ActivitePrevue[],
  elements: readonly Pick<ElementProbant, 'genre' | 'inscription' | 'prevue' | 'minutes'>[],
  inscription: InscriptionId,
): HeuresAPart => {
  const siens = elements.filter((e) => e.inscription === inscription)
  const faites = new Map(
    siens.flatMap((e) =>
      e.genre === 'realisation' && e.prevue ? [[e.prevue, e.minutes ?? 0] as const] : [],
    ),
  )
  const distanceMin = [...faites.values()].reduce((t, m) => t + m, 0)
  const travail = siens
    .filter((e) => e.genre === 'afest-situation' || e.genre === 'afest-reflexion')
    .reduce((t, e) => t + (e.minutes ?? 0), 0)
  return {
    planifieMin: plan.reduce((t, a) => t + a.minutes, 0),
    realiseMin: distanceMin + travail,
    distanceMin,
    travailMin: travail,
  }
}

/** À distance d’un côté, au travail de l’autre : D6313-3-1 et D6313-3-2 se montrent chacun avec ses minutes. */
export const heuresDuLieu = (
  ou: 'distance' | 'travail',
  plan: readonly ActivitePrevue[],
  elements: readonly Pick<ElementProbant, 'genre' | 'inscription' | 'prevue' | 'minutes'>[],
  inscription: InscriptionId,
): HeuresAPart =>
  heuresAPart(
    plan.filter((p) => (p.genre === 'asynchrone') === (ou === 'distance')),
    elements.filter((e) => (e.genre === 'realisation') === (ou === 'distance')),
    inscription,
  )

/** Ce qui se fait au travail se note par personne, sans citer l’activité du plan. */
const noteePar: Readonly<Partial<Record<GenrePrevu, GenreElement>>> = {
  situation: 'afest-situation',
  reflexion: 'afest-reflexion',
}

/** Combien l’ont faite : par sa réalisation ; au travail, par une mise en situation ou sa phase réflexive. */
export const realiseePar = (
  activite: Pick<ActivitePrevue, 'id' | 'genre'>,
  elements: readonly Pick<ElementProbant, 'genre' | 'inscription' | 'prevue'>[],
): number =>
  new Set(
    elements.flatMap((e) =>
      e.inscription && (e.prevue === activite.id || e.genre === noteePar[activite.genre])
        ? [e.inscription]
        : [],
    ),
  ).size

/** Les heures d’une inscription, tout compris : ce que disent le certificat et les compteurs. */
export const ajouterAPart = (h: HeuresSuivies, a: HeuresAPart): HeuresSuivies => ({
  ...h,
  planifieMin: h.planifieMin + a.planifieMin,
  suiviMin: h.suiviMin + a.realiseMin,
  distanceMin: h.distanceMin + a.distanceMin,
})
