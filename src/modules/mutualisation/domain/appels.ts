/**
 * L’appel à intervention : une coopérative dit ce qu’elle cherche, des personnes d’autres coopératives y répondent, elle choisit. La personne
 * n’est jamais réservée par-dessus sa coopérative. La base tient qui lit quoi et répond d’un mot.
 */
import { type DateCivile, ecartEnJours, formaterDate, formaterPeriode } from '#kernel/dates.ts'
import { formaterCreneau } from '#kernel/heures.ts'
import type { Id, OrganismeId } from '#kernel/id.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { enumerer } from '#kernel/texte.ts'
import { defauts, type Faits } from './formes/faits.ts'
import { type Jugement, jugerFormes } from './formes/juger.ts'
import type { FicheId } from './vivier.ts'

export type AppelId = Id<'Appel'>
export type ReponseId = Id<'ReponseAUnAppel'>

/** Ce qu’une réponse propose de faire. */
export const parts = { tout: 'le tout', partie: 'une partie', appui: 'un appui' } as const
export type Part = keyof typeof parts
export const genresDePrix = {
  'a-proposer': 'à proposer',
  fixe: 'fixé',
  fourchette: 'dans une fourchette',
} as const
export type GenreDePrix = keyof typeof genresDePrix
export const portees = {
  pole: 'tout le pôle',
  choisies: 'des coopératives choisies',
  personnes: 'des personnes choisies, et qui répond d’elles',
} as const
export type Portee = keyof typeof portees
/** Après sa date limite, un appel et ses réponses sans mission ferme se gardent ce temps : de quoi relire ce qui fut choisi, et pourquoi. Choix du produit. */
export const MOIS_D_UN_APPEL = 12
export const DATES_AU_PLUS = 3
export const JOURS_PAR_DATE = 20

/** À moins de ces jours d’une mission ferme, une date est signalée : elle n’est pas refusée. */
const JOURS_DE_SURCHARGE = 14

export type DatePossible = { readonly rang: number; readonly jours: readonly DateCivile[] }
/** Un appel vu d’ici. Prix en centimes, hors taxes, pour le tout ; heures en minutes depuis minuit, à Paris. */
export type Appel = {
  readonly appel: AppelId
  readonly organisme: OrganismeId
  readonly cooperative: string
  readonly pole: string
  readonly nomDuPole: string
  readonly objet: string
  readonly publics: string
  readonly stagiaires: number | null
  readonly lieu: string
  readonly attendus: string
  readonly exigences: string
  readonly debut: number
  readonly fin: number
  readonly dirige: Faits['dirige']
  readonly payeur: Faits['payeur']
  readonly prixGenre: GenreDePrix
  readonly prixMin: number | null
  readonly prixMax: number | null
  readonly vuDe: Portee
  /** Les coopératives choisies ; à qui appelle seulement. */
  readonly choisies: readonly string[] | null
  readonly jusquAu: Date
  readonly publieLe: Date
  readonly closLe: Date | null
  readonly issue: 'pourvu' | 'retire' | null
  readonly mien: boolean
  readonly dates: readonly DatePossible[]
  /** Combien ont répondu ; à qui appelle seulement. */
  readonly reponses: number | null
}
/** Une réponse vue d’ici. Les faits de l’équité ne se lisent que de qui choisit. */
export type Reponse = {
  readonly reponse: ReponseId
  readonly organisme: OrganismeId
  readonly cooperative: string
  readonly cae: boolean
  readonly nda: boolean
  /** Sa fiche, si elle se lit d’ici. */
  readonly fiche: FicheId | null
  readonly nom: string
  readonly part: Part
  readonly rangs: readonly number[]
  readonly prix: number
  /** Salaire chargé et frais, rien de plus. */
  readonly auCout: boolean
  readonly statut: Faits['statut']
  readonly message: string
  readonly par: 'personne' | 'cooperative'
  readonly faiteLe: Date
  readonly ecarteeLe: Date | null
  readonly motif: string
  readonly mienne: boolean
  readonly pourNous: boolean
  /** Les dates dont les heures ont été prises depuis. */
  readonly pris: readonly number[]
  readonly jours: number | null
  readonly joursChezVous: number | null
  readonly dernier: DateCivile | null
  readonly depuis: Date | null
  readonly mission: string | null
  readonly etat: string | null
  /** La personne, ou sa coopérative, a refusé une mission née de cette réponse, ou y a mis fin : elle ne se rechoisit pas. */
  readonly rompue: boolean
}

/** Où en est un appel : on y répond jusqu’à sa date limite ; on y choisit tant qu’il n’est pas clos. */
export const etatDAppel = (
  a: Pick<Appel, 'closLe' | 'issue' | 'jusquAu'>,
  le: Date,
): 'ouvert' | 'echu' | 'pourvu' | 'retire' =>
  a.issue ?? (a.jusquAu.getTime() <= le.getTime() ? 'echu' : 'ouvert')
export const motsDAppel = {
  ouvert: ['partiel', 'on y répond'],
  echu: ['a-juger', 'à choisir'],
  pourvu: ['prouve', 'pourvu'],
  retire: ['sans-objet', 'retiré'],
} as const

/** « 14 au 15 janvier 2027 » s’ils se suivent ; sinon, chacun. */
export const direJours = (jours: readonly DateCivile[]): string => {
  const [premier] = jours
  const dernier = jours.at(-1)
  return premier && dernier && ecartEnJours(premier, dernier) === jours.length - 1
    ? formaterPeriode(premier, dernier, 'long')
    : enumerer(jours.map((j) => formaterDate(j, 'court')))
}
export const direHeures = (a: Pick<Appel, 'debut' | 'fin'>): string => formaterCreneau(a.debut, a.fin)

const euros = (c: number) => formaterMontant(centimes(c))
export const direPrix = (a: Pick<Appel, 'prixGenre' | 'prixMin' | 'prixMax'>): string =>
  a.prixGenre === 'fixe'
    ? `${euros(a.prixMin ?? 0)} hors taxes, pour le tout`
    : a.prixGenre === 'fourchette'
      ? `de ${euros(a.prixMin ?? 0)} à ${euros(a.prixMax ?? 0)} hors taxes, pour le tout`
      : 'à proposer'

export type JugementDeDate = {
  readonly rang: number
  readonly prise: boolean
  readonly proche: DateCivile | null
}
/**
 * Ce que valent les dates d’un appel pour une personne : prise ailleurs, on ne peut y répondre ; à moins de deux semaines d’une mission ferme,
 * on le signale. `fermes` : les jours de ses missions fermes.
 */
export const jugerDates = (
  dates: readonly DatePossible[],
  pris: readonly number[],
  fermes: readonly DateCivile[],
): readonly JugementDeDate[] =>
  dates.map(({ rang, jours }) => ({
    rang,
    prise: pris.includes(rang),
    proche: fermes.find((f) => jours.some((j) => Math.abs(ecartEnJours(j, f)) < JOURS_DE_SURCHARGE)) ?? null,
  }))

/** Les formes qu’une réponse peut prendre, d’après ce que l’appel et elle disent ; le reste vaut son défaut. */
export const formesDe = (
  a: Pick<Appel, 'dirige' | 'payeur'>,
  r: Pick<Reponse, 'statut' | 'auCout' | 'prix' | 'nda' | 'part'>,
): Jugement =>
  jugerFormes({
    ...defauts,
    statut: r.statut,
    dirige: a.dirige,
    payeur: a.payeur,
    prix: r.prix === 0 ? 'nul' : r.auCout ? 'cout' : 'libre',
    nda: r.nda,
    montant: r.prix / 100,
    action: r.part !== 'appui',
  })

const phrases: Readonly<Record<string, string>> = {
  refuse: 'Vous ne pouvez pas faire ce geste : un autre rôle, ou une autre coopérative, le fait.',
  introuvable: 'Cet appel, ou cette réponse, n’est plus là : relisez la page.',
  'hors-pole': 'Une coopérative, ou une personne, choisie n’est pas de ce pôle : ôtez-la.',
  echeance: 'La date limite des réponses vient après aujourd’hui.',
  clos: 'On ne répond plus à cet appel.',
  'sans-accord':
    'La personne n’accepte pas encore de montrer sa fiche à cette coopérative : son accord est sur sa fiche du vivier.',
  date: 'Choisissez une date que l’appel et la réponse disent tous deux.',
  pris: 'La personne est déjà prise à l’une de ces dates : ôtez-la.',
  prix: 'Ce prix n’est pas celui que l’appel demande.',
  choisie: 'Cette réponse est déjà choisie : la mission se quitte par sa page.',
  retiree: 'Cette réponse n’est plus à choisir.',
  dedans: 'Cette personne est aussi de votre coopérative : planifiez-la chez vous.',
  passee: 'Cette date est passée.',
  occupe: 'Ces heures viennent d’être prises : choisissez une autre date, ou une autre personne.',
  'cle-reprise': 'Cet envoi a déjà servi : rouvrez la page.',
}
/** Rien : ce mot n’est pas un refus. */
export const direRefusDAppel = (code: string): Refus | undefined => {
  const phrase = Object.hasOwn(phrases, code) ? phrases[code] : undefined
  return phrase ? refus(code, phrase) : undefined
}
