import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { INSECABLE, plier, uneLigne } from '#kernel/texte.ts'

declare const marque: unique symbol
/**
 * Un jour civil, sans heure ni fuseau, sous la forme `AAAA-MM-JJ`. Deux dates se comparent comme deux chaînes. `dateCivile` et
 * `lireDate` ne lisent que de 1900 à 2199 ; un calcul peut en sortir (la veille du premier jour, le mois d’après le dernier) : ce
 * qui vient du dehors ne fait donc tomber aucun calcul.
 */
export type DateCivile = string & { readonly [marque]: 'DateCivile' }

export type RefusDate = Refus<
  'date-vide' | 'date-illisible' | 'date-inexistante' | 'annee-incomplete' | 'date-hors-bornes'
>

/** Les mois en toutes lettres, de janvier à décembre. */
export const mois = [
  'janvier',
  'février',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'août',
  'septembre',
  'octobre',
  'novembre',
  'décembre',
] as const
export const moisCourts = [
  'janv.',
  'févr.',
  'mars',
  'avr.',
  'mai',
  'juin',
  'juil.',
  'août',
  'sept.',
  'oct.',
  'nov.',
  'déc.',
] as const
const jours = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'] as const

/** 1 = lundi … 7 = dimanche (ISO 8601). */
export type JourSemaine = 1 | 2 | 3 | 4 | 5 | 6 | 7

export const estBissextile = (annee: number): boolean =>
  (annee % 4 === 0 && annee % 100 !== 0) || annee % 400 === 0

export const joursDuMois = (annee: number, m: number): number =>
  m === 2 ? (estBissextile(annee) ? 29 : 28) : m === 4 || m === 6 || m === 9 || m === 11 ? 30 : 31

const deux = (n: number): string => String(n).padStart(2, '0')

/** La date de ce triplet, ou rien s’il n’existe pas (30 février) ou si l’année n’a pas quatre chiffres. */
export const dateDe = (annee: number, m: number, jour: number): DateCivile | undefined =>
  Number.isInteger(annee) &&
  annee >= 1000 &&
  annee <= 9999 &&
  m >= 1 &&
  m <= 12 &&
  jour >= 1 &&
  jour <= joursDuMois(annee, m)
    ? (`${annee}-${deux(m)}-${deux(jour)}` as DateCivile)
    : undefined

/** Les années que l’on lit : au-delà, c’est une faute de frappe. */
export const seLit = (annee: number): boolean => annee >= 1900 && annee <= 2199

/** Lit la seule forme ISO, strictement ; rien sinon. Pour ce qui vient d’une adresse ou de la base. */
export const dateCivile = (texte: string): DateCivile | undefined => {
  const lu = /^(\d{4})-(\d{2})-(\d{2})$/.exec(texte)
  return lu && seLit(Number(lu[1])) ? dateDe(Number(lu[1]), Number(lu[2]), Number(lu[3])) : undefined
}

export const morceaux = (date: DateCivile): { annee: number; mois: number; jour: number } => ({
  annee: Number(date.slice(0, 4)),
  mois: Number(date.slice(5, 7)),
  jour: Number(date.slice(8, 10)),
})

const nomsDeMois = new Map<string, number>([
  ...mois.map((nom, i) => [plier(nom), i + 1] as const),
  ...moisCourts.map((nom, i) => [plier(nom).replace('.', ''), i + 1] as const),
])

/**
 * Lit ce qu’une personne écrit : `22/03/2027`, `22/3/2027`, `22.03.2027`, `22 mars 2027`, `1er avril 2027`,
 * `mardi 24 novembre 2026` (le jour nommé est vérifié) ou la forme ISO. Le jour est toujours avant le mois.
 *
 * Une année sur deux chiffres est refusée par défaut : « 67 » est 1967 pour une naissance et 2067 pour personne.
 * Un lecteur de fichier ancien peut dire `siecle` (2000 : « 27 » devient 2027).
 */
export const lireDate = (texte: string, options: { siecle?: number } = {}): Result<DateCivile, RefusDate> => {
  const propre = uneLigne(texte)
  if (propre === '') return refuser('date-vide', 'Indiquez une date.')
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(propre)
  if (iso) return composer(Number(iso[1]), Number(iso[2]), Number(iso[3]), propre)
  const chiffres = /^(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{2}|\d{4})$/.exec(propre)
  if (chiffres) {
    const annee = completer(chiffres[3] ?? '', options.siecle)
    return annee === undefined
      ? incomplete(propre)
      : composer(annee, Number(chiffres[2]), Number(chiffres[1]), propre)
  }
  const lettres = /^(?:([a-z]+) )?(\d{1,2})(?:er)? ([a-z]+)\.? (\d{2}|\d{4})$/.exec(plier(propre))
  const m = nomsDeMois.get(lettres?.[3] ?? '')
  if (!lettres || m === undefined)
    return refuser(
      'date-illisible',
      `« ${propre.slice(0, 40)} » n’est pas une date. Écrivez par exemple 24/11/2026.`,
    )
  const annee = completer(lettres[4] ?? '', options.siecle)
  if (annee === undefined) return incomplete(propre)
  const lue = composer(annee, m, Number(lettres[2]), propre)
  const nomme = lettres[1]
  if (!lue.ok || nomme === undefined) return lue
  const vrai = nomDuJour(lue.value)
  if (nomme === vrai) return lue
  return (jours as readonly string[]).includes(nomme)
    ? refuser('date-inexistante', `Le ${formaterDate(lue.value, 'long')} est un ${vrai}, pas un ${nomme}.`)
    : refuser(
        'date-illisible',
        `« ${propre.slice(0, 40)} » n’est pas une date. Écrivez par exemple 24/11/2026.`,
      )
}

const completer = (annee: string, siecle?: number): number | undefined =>
  annee.length === 4 ? Number(annee) : siecle === undefined ? undefined : siecle + Number(annee)

const incomplete = (texte: string) =>
  refuser('annee-incomplete', `« ${texte.slice(0, 40)} » : écrivez l’année sur quatre chiffres.`)

const composer = (annee: number, m: number, jour: number, texte: string): Result<DateCivile, RefusDate> => {
  if (!seLit(annee))
    return refuser('date-hors-bornes', `« ${texte.slice(0, 40)} » : l’année doit être entre 1900 et 2199.`)
  const date = dateDe(annee, m, jour)
  return date ? ok(date) : refuser('date-inexistante', `Le ${texte.slice(0, 40)} n’existe pas.`)
}

/** Nombre de jours depuis le 1er janvier 1970 (algorithme civil de Howard Hinnant, calendrier grégorien). */
export const rangDuJour = (date: DateCivile): number => {
  const { annee, mois: m, jour } = morceaux(date)
  const y = m <= 2 ? annee - 1 : annee
  const ere = Math.floor(y / 400)
  const anneeDEre = y - ere * 400
  const jourDAnnee = Math.floor((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + jour - 1
  return (
    ere * 146097 +
    anneeDEre * 365 +
    Math.floor(anneeDEre / 4) -
    Math.floor(anneeDEre / 100) +
    jourDAnnee -
    719468
  )
}

/** L’inverse de `rangDuJour`. Lève quand l’année n’a plus quatre chiffres : un calcul qui va si loin est une faute de programme. */
export const jourDeRang = (rang: number): DateCivile => {
  const z = rang + 719468
  const ere = Math.floor(z / 146097)
  const jourDEre = z - ere * 146097
  const anneeDEre = Math.floor(
    (jourDEre - Math.floor(jourDEre / 1460) + Math.floor(jourDEre / 36524) - Math.floor(jourDEre / 146096)) /
      365,
  )
  const jourDAnnee = jourDEre - (365 * anneeDEre + Math.floor(anneeDEre / 4) - Math.floor(anneeDEre / 100))
  const mp = Math.floor((5 * jourDAnnee + 2) / 153)
  const m = mp < 10 ? mp + 3 : mp - 9
  const date = dateDe(
    anneeDEre + ere * 400 + (m <= 2 ? 1 : 0),
    m,
    jourDAnnee - Math.floor((153 * mp + 2) / 5) + 1,
  )
  if (!date) throw new RangeError(`jour hors des années 1000 à 9999 : ${rang}`)
  return date
}

export const ajouterJours = (date: DateCivile, n: number): DateCivile => jourDeRang(rangDuJour(date) + n)

/** Le même quantième `n` mois plus loin, ramené au dernier jour du mois s’il n’existe pas (31 janvier + 1 = 28 février). */
export const ajouterMois = (date: DateCivile, n: number): DateCivile => {
  const { annee, mois: m, jour } = morceaux(date)
  const rang = annee * 12 + (m - 1) + n
  const a = Math.floor(rang / 12)
  const mm = (rang % 12) + 1
  const rendue = dateDe(a, mm, Math.min(jour, joursDuMois(a, mm)))
  if (!rendue) throw new RangeError(`jour hors des années 1000 à 9999 : ${date} + ${n} mois`)
  return rendue
}

/** « J », « J−20 », « J+2 » : un écart compté du premier jour. */
export const direEcart = (n: number): string => (n === 0 ? 'J' : n < 0 ? `J−${-n}` : `J+${n}`)

/** Jours de `a` à `b` : positif si `b` est après. */
export const ecartEnJours = (a: DateCivile, b: DateCivile): number => rangDuJour(b) - rangDuJour(a)

export const comparerDates = (a: DateCivile, b: DateCivile): -1 | 0 | 1 => (a < b ? -1 : a > b ? 1 : 0)

export const jourSemaine = (date: DateCivile): JourSemaine => {
  // Le 1er janvier 1970 était un jeudi (4).
  const n = (((rangDuJour(date) + 3) % 7) + 7) % 7
  return (n + 1) as JourSemaine
}

export const nomDuJour = (date: DateCivile): string => jours[jourSemaine(date) - 1] ?? ''

/**
 * La semaine ISO 8601 : celle de son jeudi. Du 29 décembre au 3 janvier, l’année de la semaine n’est pas toujours celle du
 * jour (le 1er janvier 2027 est de la semaine 53 de 2026).
 */
export const semaineIso = (date: DateCivile): { readonly annee: number; readonly semaine: number } => {
  const jeudi = jourDeRang(rangDuJour(date) + 4 - jourSemaine(date))
  const { annee } = morceaux(jeudi)
  const premier = rangDuJour(`${annee}-01-01` as DateCivile)
  return { annee, semaine: Math.floor((rangDuJour(jeudi) - premier) / 7) + 1 }
}

/** Tous les jours de `debut` à `fin` compris ; vide si `fin` précède. */
export const joursEntre = (debut: DateCivile, fin: DateCivile): DateCivile[] =>
  Array.from({ length: Math.max(0, ecartEnJours(debut, fin) + 1) }, (_, i) => ajouterJours(debut, i))

const quantieme = (jour: number): string => (jour === 1 ? '1er' : String(jour))

/**
 * `complet` « mardi 24 novembre 2026 » · `long` « 24 novembre 2026 » · `court` « 24 nov. 2026 » · `chiffres`
 * « 24/11/2026 ». Le jour et le mois restent ensemble (insécable).
 */
export const formaterDate = (
  date: DateCivile,
  forme: 'complet' | 'long' | 'court' | 'chiffres' = 'long',
): string => {
  const { annee, mois: m, jour } = morceaux(date)
  if (forme === 'chiffres') return `${deux(jour)}/${deux(m)}/${annee}`
  const nom = (forme === 'court' ? moisCourts : mois)[m - 1] ?? ''
  const texte = `${quantieme(jour)}${INSECABLE}${nom} ${annee}`
  return forme === 'complet' ? `${nomDuJour(date)} ${texte}` : texte
}

/** « mer. 25 novembre » (`long` : « mercredi »), et l’année quand ce n’est pas celle d’où l’on parle : « mar. 26 janvier 2027 ». */
export const formaterJourProche = (
  date: DateCivile,
  aujourdhui: DateCivile,
  forme: 'court' | 'long' = 'court',
): string => {
  const { annee, mois: m, jour } = morceaux(date)
  const nom = forme === 'long' ? nomDuJour(date) : `${nomDuJour(date).slice(0, 3)}.`
  // Le nom entier peut rester au bout d’une ligne : trois mots soudés n’entrent pas dans une marge.
  const texte = `${nom}${forme === 'long' ? ' ' : INSECABLE}${quantieme(jour)}${INSECABLE}${mois[m - 1] ?? ''}`
  return annee === morceaux(aujourdhui).annee ? texte : `${texte} ${annee}`
}

/** « 23 au 25 nov. 2026 », « 30 nov. au 2 déc. 2026 », « 28 déc. 2026 au 4 janv. 2027 » ; un seul jour s’écrit seul. */
export const formaterPeriode = (
  debut: DateCivile,
  fin: DateCivile,
  forme: 'long' | 'court' = 'court',
): string => {
  if (debut === fin) return formaterDate(debut, forme)
  const a = morceaux(debut)
  const b = morceaux(fin)
  const nom = (forme === 'court' ? moisCourts : mois)[a.mois - 1] ?? ''
  if (a.annee !== b.annee) return `${formaterDate(debut, forme)} au ${formaterDate(fin, forme)}`
  if (a.mois !== b.mois) return `${quantieme(a.jour)}${INSECABLE}${nom} au ${formaterDate(fin, forme)}`
  return `${quantieme(a.jour)} au ${formaterDate(fin, forme)}`
}
