/** Les mots des écrans du pôle. */
import { formaterDate } from '#kernel/dates.ts'
import { formaterHeure } from '#kernel/heures.ts'
import { heureLocale, ZONE_PAR_DEFAUT, type Zone } from '#kernel/zones.ts'
import type { CodeEtat } from '#web/components.tsx'
import type { Decision } from '../db/decisions.ts'
import type { EtatReunion, Format, Reunion } from '../db/reunions.ts'
import type { Engagement } from '../db/suites.ts'
import type { EtatCompteRendu } from '../domain/compte-rendu.ts'

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

export const etatsReunion = {
  dates: { etat: 'partiel', mot: 'date à choisir' },
  convoquee: { etat: 'a-venir', mot: 'convoquée' },
  tenue: { etat: 'prouve', mot: 'tenue' },
  annulee: { etat: 'sans-objet', mot: 'annulée' },
} as const satisfies Record<EtatReunion, { etat: CodeEtat; mot: string }>

export const etatsCompteRendu = {
  brouillon: 'brouillon',
  amendement: 'ouvert aux amendements',
  valide: 'validé',
  publie: 'publié',
} as const satisfies Record<EtatCompteRendu, string>

export const etatsDecision = {
  brouillon: { etat: 'partiel', mot: 'brouillon' },
  ouverte: { etat: 'a-juger', mot: 'vote ouvert' },
  close: { etat: 'prouve', mot: 'close' },
} as const satisfies Record<Decision['etat'], { etat: CodeEtat; mot: string }>

export const etatsEngagement = {
  pris: { etat: 'a-venir', mot: 'pris' },
  tenu: { etat: 'prouve', mot: 'tenu' },
  reporte: { etat: 'partiel', mot: 'reporté' },
  abandonne: { etat: 'sans-objet', mot: 'abandonné' },
} as const satisfies Record<Engagement['etat'], { etat: CodeEtat; mot: string }>

export const roles = { animation: 'animation', titulaire: 'titulaire', suppleant: 'suppléance' } as const
