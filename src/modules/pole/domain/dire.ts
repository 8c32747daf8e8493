import { formaterDate } from '#kernel/dates.ts'
import { formaterHeure } from '#kernel/heures.ts'
import { compter } from '#kernel/texte.ts'
import { heureLocale, ZONE_PAR_DEFAUT, type Zone } from '#kernel/zones.ts'
import type { Decision } from './decision.ts'
import type { Format, Reunion } from './rencontre.ts'

export const formats = {
  'demi-journee': 'demi-journée',
  'petit-dejeuner': 'petit-déjeuner',
  aperitif: 'apéritif',
  visio: 'à distance',
  assemblee: 'assemblée',
} as const satisfies Record<Format, string>

/** « jeudi 10 décembre 2026, de 14 h à 17 h », à l'heure du lieu. */
export const direMoment = (debut: Date, fin: Date, zone: Zone): string => {
  const a = heureLocale(debut, zone)
  const b = heureLocale(fin, zone)
  const heures =
    a.date === b.date
      ? `de ${formaterHeure(a.minute)} à ${formaterHeure(b.minute)}`
      : `${formaterHeure(a.minute)}, jusqu’au ${formaterDate(b.date, 'complet')}, ${formaterHeure(b.minute)}`
  return `${formaterDate(a.date, 'complet')}, ${heures}`
}

export const direJour = (instant: Date, zone: Zone): string => formaterDate(heureLocale(instant, zone).date)

/** Le dernier jour où l'on vote : un vote ferme à minuit, le soir de ce jour. */
export const direFermeture = (d: Pick<Decision, 'fermeLe' | 'closeLe'>): string =>
  direJour(d.closeLe ?? new Date(d.fermeLe.getTime() - 1), ZONE_PAR_DEFAUT)

export const direQuand = (r: Pick<Reunion, 'debut' | 'fin' | 'zone'>): string =>
  r.debut && r.fin ? direMoment(r.debut, r.fin, r.zone) : 'date à choisir'

export const direSignatures = (n: number): string => compter(n, 'coopérative')
