/** La date limite d’un dossier : ce qui reste, le gel interne de la veille. Tout se lit à la pendule de l’acheteur, à la minute. */
import { heureLocale, type Zone } from '#kernel/zones.ts'
import { derniereValeur, regles } from './parametres.ts'

/** Le gel interne, avant la date limite : la journée qui reste est pour déposer, et pour déposer encore. */
export const GEL_HEURES = derniereValeur(regles.gel)

/** Une minute entamée compte : à 17 h 00 min 30 s, le pli attendu pour 17 h est en retard. */
const enMinutes = (de: Date, a: Date): number => Math.floor((a.getTime() - de.getTime()) / 60_000)

export type Reste = {
  /** Minutes entières jusqu’à la date limite ; zéro ou moins : elle est passée. */
  readonly minutes: number
  readonly gel: Date
  readonly moment: 'avant' | 'gel' | 'passe'
}
export const resteAvantLimite = (limite: Date, le: Date): Reste => {
  const gel = new Date(limite.getTime() - GEL_HEURES * 3_600_000)
  return {
    minutes: enMinutes(le, limite),
    gel,
    moment: limite <= le ? 'passe' : gel <= le ? 'gel' : 'avant',
  }
}

const s = (n: number, mot: string) => `${n} ${mot}${n > 1 ? 's' : ''}`
/** « 23 jours », « 1 jour et 4 heures », « 42 minutes » : deux unités au plus, jamais plus que ce qui reste. */
export const direReste = (minutes: number): string => {
  if (minutes <= 0) return 'la date limite est passée'
  const [j, h, m] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
  if (j >= 2) return s(j, 'jour')
  if (j === 1) return h > 0 ? `1 jour et ${s(h, 'heure')}` : '1 jour'
  if (h > 0) return m > 0 ? `${s(h, 'heure')} et ${s(m, 'minute')}` : s(h, 'heure')
  return s(m, 'minute')
}

/** Un dépôt est à l’heure si l’heure qu’en dit l’acheteur est avant la date limite, à sa pendule. */
export const aLHeure = (depose: Date, limite: Date): boolean => depose.getTime() < limite.getTime()

/** Le jour de la date limite, à la pendule de l’acheteur : une pièce qui vaut jusqu’à la veille est périmée ce jour-là. */
export const jourDeLaLimite = (limite: Date, zone: Zone): string => heureLocale(limite, zone).date
