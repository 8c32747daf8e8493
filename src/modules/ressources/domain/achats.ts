/**
 * Acheter ensemble : un besoin, ce que chacune prendrait, les offres, le choix voté par le pôle, les conditions, qui rejoint, ce que cela donne. Ce
 * que chacune prendrait ne se lit que d’elle jusqu’à la clôture, et aucun prix de vente n’est demandé : des concurrentes n’échangent pas ce qu’elles
 * vendent (TFUE, art. 101 ; C. com., L420-1).
 */
import type { DateCivile } from '#kernel/dates.ts'
import type { Id, OrganismeId } from '#kernel/id.ts'
import type { Montant } from '#kernel/montant.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import type { DecisionId } from '#modules/pole/index.ts'

export type AchatId = Id<'Achat'>
export type OffreRecueId = Id<'OffreRecue'>

export const genresDAchat = {
  certificateur: 'Certificateur Qualiopi',
  logiciel: 'Logiciel, hébergement',
  assurance: 'Assurance',
  formation: 'Formation de formateurs',
  conseil: 'Conseil',
  materiel: 'Matériel',
  poste: 'Poste partagé',
  autre: 'Autre',
} as const
export type GenreDAchat = keyof typeof genresDAchat
export const codesDAchat = Object.keys(genresDAchat) as [GenreDAchat, ...GenreDAchat[]]

/** Ce qu’un poste partagé demande avant tout le reste : aucun achat ne tient lieu d’employeur. */
export const DIRE_LE_POSTE =
  'Un poste partagé a un employeur : un groupement d’employeurs, association ou coopérative, dont les membres répondent ensemble des salaires et des cotisations (C. trav., L1253-1 et L1253-8), une coopérative d’activité, ou l’une de vous, qui le prête au coût (L8241-2). Le pôle vote lequel avec le reste.'

/** Un achat vu d’ici. Quantités dans son unité. */
export type Achat = {
  readonly id: AchatId
  readonly organisme: OrganismeId
  readonly cooperative: string
  readonly pole: string
  readonly nomDuPole: string
  readonly genre: GenreDAchat
  readonly objet: string
  readonly besoin: string
  readonly unite: string
  readonly volumesJusquAu: DateCivile
  readonly ouvertLe: Date
  readonly closLe: Date | null
  readonly decision: DecisionId | null
  readonly offre: OffreRecueId | null
  readonly conditions: string
  readonly rejoindreJusquAu: DateCivile | null
  readonly retenuLe: Date | null
  readonly finiLe: Date | null
  readonly issue: string
  /** Conduit par notre coopérative. */
  readonly mien: boolean
  /** Une fois clos, et à trois au moins. */
  readonly dites: number | null
  readonly total: number | null
  /** Zéro : nous n’en prendrions pas ; vide : rien n’est dit. */
  readonly notreVolume: number | null
  readonly notreMot: string
  /** Ce pour quoi nous avons rejoint ; zéro, nous ne rejoignons pas ; vide, rien n’est dit. */
  readonly notrePart: number | null
}
export type VolumeLu = {
  readonly cooperative: string
  readonly quantite: number
  readonly mot: string
  readonly mienne: boolean
}
export type OffreRecue = {
  readonly id: OffreRecueId
  readonly fournisseur: string
  /** Pour une unité, hors taxes. */
  readonly prix: Montant
  readonly conditions: string
}
export type Participation = {
  readonly cooperative: string
  readonly quantite: number
  readonly mienne: boolean
}
/** Dans une coopérative d’activité : ce qu’elle a demandé à prendre, et ce que son visa en a dit (rien : il attend). */
export type DemandeDePart = {
  readonly id: string
  readonly quantite: number
  readonly le: Date
  readonly issue: 'visee' | 'refusee' | 'retiree' | null
  readonly motif: string
}
export type Suivi = { readonly cooperative: string; readonly texte: string; readonly le: Date }

export const etatsDAchat = {
  volumes: ['a-venir', 'volumes à dire'],
  'a-clore': ['a-juger', 'volumes à clore'],
  consultation: ['partiel', 'consultation'],
  ouvert: ['prouve', 'à rejoindre'],
  'en-cours': ['prouve', 'en cours'],
  fini: ['sans-objet', 'fini'],
} as const
export type EtatDAchat = keyof typeof etatsDAchat

/** Où en est l’achat, des dates qu’il porte. */
export const etatDAchat = (
  a: Pick<Achat, 'closLe' | 'retenuLe' | 'finiLe' | 'volumesJusquAu' | 'rejoindreJusquAu'>,
  jour: DateCivile,
): EtatDAchat => {
  if (a.finiLe) return 'fini'
  if (a.retenuLe) return a.rejoindreJusquAu !== null && a.rejoindreJusquAu >= jour ? 'ouvert' : 'en-cours'
  if (a.closLe) return 'consultation'
  return a.volumesJusquAu < jour ? 'a-clore' : 'volumes'
}

/** Ce qu’un achat attend de notre coopérative. Zéro est une réponse : qui n’en prendrait pas n’est plus appelée, ni à le dire, ni à rejoindre. */
export type AttenteDAchat = 'dire' | 'clore' | 'consulter' | 'rejoindre'
export const attenteDAchat = (
  a: Pick<Achat, 'mien' | 'notreVolume' | 'notrePart'> & Parameters<typeof etatDAchat>[0],
  jour: DateCivile,
): AttenteDAchat | undefined => {
  const etat = etatDAchat(a, jour)
  if (etat === 'volumes') return a.notreVolume === null ? 'dire' : undefined
  if (etat === 'ouvert') return a.notrePart === null && a.notreVolume !== 0 ? 'rejoindre' : undefined
  if (!a.mien) return undefined
  return etat === 'a-clore' ? 'clore' : etat === 'consultation' ? 'consulter' : undefined
}

const phrases: Readonly<Record<string, string>> = {
  refuse:
    'Vous ne pouvez pas faire ce geste : qui dirige ou tient les comptes de toute la coopérative le fait.',
  introuvable: 'Cet achat n’est plus là, ou n’en est plus à cette étape : relisez la page.',
  clos: 'Les volumes sont clos : ce que vous prendriez ne se change plus.',
  ferme: 'On ne rejoint plus cet achat : relisez la page.',
  passe: 'Choisissez un jour à venir.',
  decision:
    'Le pôle vote après la clôture des volumes : nommez une décision qu’il a adoptée, par consentement ou par vote, et qui n’a choisi d’aucun autre achat.',
  'rien-de-dit': 'Vous n’aviez rien dit : il n’y a rien à ôter.',
}
/** Rien : ce mot n’est pas un refus. */
export const direRefusDAchat = (code: string): Refus | undefined => {
  const phrase = Object.hasOwn(phrases, code) ? phrases[code] : undefined
  return phrase ? refus(code, phrase) : undefined
}
