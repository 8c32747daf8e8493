import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { FINE, formaterNombre, INSECABLE, uneLigne } from '#kernel/texte.ts'

/** Minutes depuis minuit, de 0 à 1440 (1440 n’est qu’une fin : minuit du soir). */
export type MinuteDuJour = number

/** On n’écrit de soi-même à personne avant cette heure, à la pendule de la coopérative. Choix du produit. */
export const HEURE_DU_MATIN = 8

export type RefusHeure = Refus<'heure-vide' | 'heure-illisible' | 'heure-inexistante'>
export type RefusDuree = Refus<'duree-vide' | 'duree-illisible' | 'duree-trop-longue'>

/**
 * Lit « 9 h », « 9 h 30 », « 9h30 », « 09:30 », « 9.30 », « 9 », « midi », « minuit ». « 24 h » n’est admis que
 * pour une fin (`fin: true`), où il vaut 1440 comme « minuit ».
 */
export const lireHeure = (
  texte: string,
  options: { fin?: boolean } = {},
): Result<MinuteDuJour, RefusHeure> => {
  const propre = uneLigne(texte).toLowerCase()
  if (propre === '') return refuser('heure-vide', 'Indiquez une heure.')
  if (propre === 'midi') return ok(720)
  if (propre === 'minuit') return ok(options.fin ? 1440 : 0)
  const lu = /^(\d{1,2})(?:\s?(?:h|:|\.|heures?)\s?(\d{2})?)?(?:\s?(?:min|mn|m))?$/.exec(propre)
  if (!lu || /^\d{1,2}\s?[:.]$/.test(propre))
    return refuser(
      'heure-illisible',
      `« ${propre.slice(0, 20)} » n’est pas une heure. Écrivez par exemple 9 h 30.`,
    )
  const h = Number(lu[1])
  const m = Number(lu[2] ?? 0)
  if (h === 24 && m === 0 && options.fin) return ok(1440)
  if (h > 23 || m > 59)
    return refuser('heure-inexistante', `« ${propre.slice(0, 20)} » n’est pas une heure du jour.`)
  return ok(h * 60 + m)
}

/** « 9 h », « 9 h 30 », « 14 h 05 » : espaces insécables. */
export const formaterHeure = (minute: MinuteDuJour): string => {
  const m = minute % 60
  return `${Math.floor(minute / 60)}${INSECABLE}h${m === 0 ? '' : `${INSECABLE}${String(m).padStart(2, '0')}`}`
}

/** « 9 h – 12 h 30 ». */
export const formaterCreneau = (debut: MinuteDuJour, fin: MinuteDuJour): string =>
  `${formaterHeure(debut)} – ${formaterHeure(fin)}`

/**
 * Lit une durée en minutes : « 3 h 30 », « 3h30 », « 3:30 », « 3,5 », « 3.5 h », « 210 min », « 14 ». Un nombre
 * seul est en heures. Plus fin que la minute : arrondi à la minute la plus proche.
 */
export const lireDuree = (texte: string): Result<number, RefusDuree> => {
  const propre = uneLigne(texte).toLowerCase()
  if (propre === '') return refuser('duree-vide', 'Indiquez une durée.')
  const rendre = (minutes: number): Result<number, RefusDuree> =>
    minutes > 6_000_000
      ? refuser('duree-trop-longue', `« ${propre.slice(0, 20)} » est une durée trop longue.`)
      : ok(Math.round(minutes))
  const compose = /^(\d{1,3}(?: \d{3})+|\d{1,6})\s?(?:h|:|heures?)\s?([0-5]\d)\s?(?:min|mn)?$/.exec(propre)
  if (compose) return rendre(Number(compose[1]?.replace(/ /g, '')) * 60 + Number(compose[2]))
  const minutes = /^(\d{1,8})\s?(?:min|mn|minutes?)$/.exec(propre)
  if (minutes) return rendre(Number(minutes[1]))
  const decimal = /^(\d{1,3}(?: \d{3})+|\d{1,6})(?:[.,](\d{1,4}))?\s?(?:h|heures?)?$/.exec(propre)
  if (decimal) return rendre(Number(`${decimal[1]?.replace(/ /g, '')}.${decimal[2] ?? 0}`) * 60)
  return refuser(
    'duree-illisible',
    `« ${propre.slice(0, 20)} » n’est pas une durée. Écrivez par exemple 3 h 30.`,
  )
}

/** « 3 h 30 », « 7 h », « 45 min », « 0 h », « 1 400 h ». Les durées négatives portent un vrai signe moins. */
export const formaterDuree = (minutes: number): string => {
  const absolu = Math.abs(minutes)
  const signe = minutes < 0 ? '\u2212' : ''
  const h = Math.floor(absolu / 60)
  const m = absolu % 60
  if (h === 0 && m > 0) return `${signe}${m}${INSECABLE}min`
  const heures = String(h).replace(/\B(?=(\d{3})+(?!\d))/g, FINE)
  return `${signe}${heures}${INSECABLE}h${m === 0 ? '' : `${INSECABLE}${String(m).padStart(2, '0')}`}`
}

/** Des heures décimales, au centième, comme un tableur les additionne. */
export const heuresDecimales = (minutes: number): number => Math.round((minutes / 60) * 100) / 100

/** « 3,5 », « 14 », « 0,33 » : heures décimales pour une personne, au plus deux décimales, sans zéro inutile. */
export const formaterHeuresDecimales = (minutes: number): string => formaterNombre(heuresDecimales(minutes))

/** Heures entières, demi vers le haut : LHEO et EDOF ne prennent que des entiers. L’écart se signale à l’export. */
export const heuresEntieres = (minutes: number): number => Math.floor((minutes + 30) / 60)
