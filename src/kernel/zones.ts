import { type DateCivile, dateDe, formaterDate, morceaux } from '#kernel/dates.ts'
import { formaterHeure, HEURE_DU_MATIN, type MinuteDuJour } from '#kernel/heures.ts'

/**
 * Les fuseaux où une salle peut se trouver. Table fermée : un fuseau venu du dehors est comparé à cette liste,
 * jamais donné tel quel au moteur.
 */
export const zones = {
  'Europe/Paris': 'France métropolitaine',
  'America/Guadeloupe': 'Guadeloupe',
  'America/Martinique': 'Martinique',
  'America/Cayenne': 'Guyane',
  'Indian/Reunion': 'La Réunion',
  'Indian/Mayotte': 'Mayotte',
  'America/Marigot': 'Saint-Martin',
  'America/St_Barthelemy': 'Saint-Barthélemy',
  'America/Miquelon': 'Saint-Pierre-et-Miquelon',
  'Pacific/Noumea': 'Nouvelle-Calédonie',
  'Pacific/Tahiti': 'Polynésie française',
  'Pacific/Wallis': 'Wallis-et-Futuna',
} as const satisfies Record<string, string>

export type Zone = keyof typeof zones
export const ZONE_PAR_DEFAUT: Zone = 'Europe/Paris'

export const asZone = (texte: string): Zone | undefined =>
  Object.hasOwn(zones, texte) ? (texte as Zone) : undefined

/** L’heure qu’affiche la pendule du lieu. */
export type HeureLocale = {
  readonly date: DateCivile
  readonly minute: MinuteDuJour
  readonly seconde: number
}

// Un formateur coûte cent fois un formatage : un par fuseau, douze au plus.
const formateurs = new Map<Zone, Intl.DateTimeFormat>()
const formateur = (zone: Zone): Intl.DateTimeFormat => {
  const connu = formateurs.get(zone)
  if (connu) return connu
  const neuf = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formateurs.set(zone, neuf)
  return neuf
}

const enUtc = (date: DateCivile, minute: number): number => {
  const { annee, mois, jour } = morceaux(date)
  return Date.UTC(annee, mois - 1, jour) + minute * 60_000
}

/** La pendule du lieu, demandée au moteur : vingt fois plus lent que d’ajouter un décalage connu. */
const lireAuMoteur = (instant: Date, zone: Zone): HeureLocale => {
  const lu: Record<string, number> = {}
  for (const { type, value } of formateur(zone).formatToParts(instant)) lu[type] = Number(value)
  const date = dateDe(lu.year ?? 0, lu.month ?? 0, lu.day ?? 0)
  if (!date) throw new RangeError('instant hors des années 1000 à 9999')
  return { date, minute: (lu.hour ?? 0) * 60 + (lu.minute ?? 0), seconde: lu.second ?? 0 }
}

// Depuis 1972, tout fuseau est à un nombre entier de minutes du temps universel et n’en change qu’à un quart d’heure rond :
// le décalage d’un quart d’heure vaut pour tous ses instants. Oublié au-delà de quelques mois d’heures distinctes.
const quart = 15 * 60_000
const depuis1972 = Date.UTC(1972, 0, 1)
const decalagesAuPlus = 5000
const decalages = new Map<Zone, Map<number, number>>()
const decalageConnu = (ms: number, zone: Zone): number => {
  const rang = Math.floor(ms / quart)
  let siens = decalages.get(zone)
  if (!siens || siens.size >= decalagesAuPlus) {
    siens = new Map()
    decalages.set(zone, siens)
  }
  const connu = siens.get(rang)
  if (connu !== undefined) return connu
  const bord = new Date(rang * quart)
  const { date, minute } = lireAuMoteur(bord, zone)
  const neuf = enUtc(date, minute) - bord.getTime()
  siens.set(rang, neuf)
  return neuf
}

const uneJournee = 86_400_000
// Une page dit cent fois les mêmes jours : leur texte se garde, et l’heure n’est plus qu’un reste.
const joursAuPlus = 5000
const jours = new Map<number, DateCivile>()
const jourDeRang = (rang: number): DateCivile => {
  const connu = jours.get(rang)
  if (connu) return connu
  const d = new Date(rang * uneJournee)
  const date = dateDe(d.getUTCFullYear(), d.getUTCMonth() + 1, d.getUTCDate())
  if (!date) throw new RangeError('instant hors des années 1000 à 9999')
  if (jours.size >= joursAuPlus) jours.clear()
  jours.set(rang, date)
  return date
}

/** La pendule du lieu à cet instant. */
export const heureLocale = (instant: Date, zone: Zone): HeureLocale => {
  const ms = instant.getTime()
  if (!(ms >= depuis1972)) return lireAuMoteur(instant, zone)
  const local = ms + decalageConnu(ms, zone)
  const rang = Math.floor(local / uneJournee)
  const secondes = Math.floor((local - rang * uneJournee) / 1000)
  return { date: jourDeRang(rang), minute: Math.floor(secondes / 60), seconde: secondes % 60 }
}

/** Le jour civil du lieu : « aujourd’hui » n’est pas le même à Saint-Denis et à Fort-de-France. */
export const jourLocal = (instant: Date, zone: Zone): DateCivile => heureLocale(instant, zone).date

/** « 27 novembre 2026 à 23 h 34 », à la pendule du lieu. */
export const formaterInstant = (instant: Date, zone: Zone = ZONE_PAR_DEFAUT): string => {
  const { date, minute } = heureLocale(instant, zone)
  return `${formaterDate(date)} à ${formaterHeure(minute)}`
}

/** Décalage du lieu en millisecondes (pendule moins UTC) à cet instant. */
const decalage = (ms: number, zone: Zone): number => {
  const local = heureLocale(new Date(ms), zone)
  return enUtc(local.date, local.minute) + local.seconde * 1000 - Math.floor(ms / 1000) * 1000
}

export type Correspondance = {
  readonly instant: Date
  /**
   * `exacte` : cette heure existe une fois. `inexistante` : la pendule l’a sautée (passage à l’heure d’été) ;
   * l’instant est celui où elle se serait produite sans le saut, 2 h 30 devient 3 h 30. `ambigue` : elle se
   * produit deux fois (retour à l’heure d’hiver) ; l’instant est la première.
   */
  readonly genre: 'exacte' | 'inexistante' | 'ambigue'
}

/**
 * L’instant d’une heure de pendule. Règle « compatible » de Temporal et d’iCalendar : avancer dans un trou,
 * prendre la première des deux dans un chevauchement. Aucune séance ne se tient à 2 h du matin, mais une
 * fenêtre de signature peut s’y fermer : il faut une réponse, toujours la même.
 * `minute` peut dépasser 1440 (fin de fenêtre après minuit).
 */
export const instantDe = (date: DateCivile, minute: number, zone: Zone): Correspondance => {
  const pendule = enUtc(date, minute)
  const avant = decalage(pendule - 86_400_000, zone)
  const apres = decalage(pendule + 86_400_000, zone)
  const valides = [...new Set([pendule - avant, pendule - apres])]
    .filter((ms) => ms + decalage(ms, zone) === pendule)
    .sort((a, b) => a - b)
  const premier = valides[0]
  if (premier === undefined) return { instant: new Date(pendule - avant), genre: 'inexistante' }
  return { instant: new Date(premier), genre: valides.length > 1 ? 'ambigue' : 'exacte' }
}

/** L’instant où l’on peut écrire à quelqu’un ce jour-là, s’il n’est pas venu ; rien, on peut écrire maintenant. */
export const matinAttendu = (instant: Date, zone: Zone): Date | undefined => {
  const { date, minute } = heureLocale(instant, zone)
  return minute < HEURE_DU_MATIN * 60 ? instantDe(date, HEURE_DU_MATIN * 60, zone).instant : undefined
}
