/**
 * L’équité d’un choix, à compétence égale : d’abord qui a eu le moins de journées du pôle sur douze mois, puis qui en a eu le moins récemment, puis
 * un tirage que chacune refait. Pure : les faits suffisent à recalculer chaque rang.
 */
import { ajouterMois, type DateCivile, ecartEnJours, formaterDate } from '#kernel/dates.ts'
import { compter } from '#kernel/texte.ts'

/** Sur combien de mois se comptent les journées confiées. */
export const MOIS_D_EQUITE = 12

/** Ce que l’on sait d’une personne au jour du choix. `id` : sa réponse. */
export type FaitsDEquite = {
  readonly id: string
  /** Journées de missions fermes, dans le pôle, des douze derniers mois ou à venir. */
  readonly jours: number
  /** Le dernier jour de ses missions fermes. */
  readonly dernier: DateCivile | null
  /** Depuis quand sa fiche est au vivier. */
  readonly depuis: DateCivile | null
}
export type RangDEquite = FaitsDEquite & {
  readonly rang: number
  /** Journées que l’on compte à qui n’était pas là toute l’année : la moyenne, pour le temps d’avant. Sans elles, qui arrive raflerait tout. */
  readonly fictives: number
  readonly pourquoi: string
}

/** Un tirage sans hasard : le même appel et la même réponse rendent le même nombre (FNV-1a, trente-deux bits). */
const tirer = (appel: string, id: string): number => {
  let h = 0x811c9dc5
  for (const c of `${appel} ${id}`) h = Math.imul(h ^ (c.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return h
}

const expliquer = (f: FaitsDEquite, fictives: number): string =>
  [
    compter(f.jours, 'journée', { zero: 'aucune journée' }),
    ...(fictives > 0
      ? [
          `${compter(fictives, 'journée comptée', { pluriel: 'journées comptées' })} en plus : au vivier depuis moins d’un an`,
        ]
      : []),
    ...(f.dernier ? [`dernière mission le ${formaterDate(f.dernier, 'chiffres')}`] : []),
  ].join(' ; ')

/** Les réponses, de celle qui passe d’abord à la dernière, chacune avec sa raison. `le` : le jour du choix. */
export const rangerParEquite = (
  appel: string,
  faits: readonly FaitsDEquite[],
  le: DateCivile,
): readonly RangDEquite[] => {
  const debut = ajouterMois(le, -MOIS_D_EQUITE)
  const annee = ecartEnJours(debut, le)
  const moyenne = faits.reduce((t, f) => t + f.jours, 0) / Math.max(faits.length, 1)
  const fictivesDe = (f: FaitsDEquite): number =>
    f.depuis && f.depuis > debut
      ? Math.round((moyenne * Math.min(ecartEnJours(debut, f.depuis), annee)) / annee)
      : 0
  return faits
    .map((f) => ({ f, fictives: fictivesDe(f) }))
    .sort(
      (a, b) =>
        a.f.jours + a.fictives - (b.f.jours + b.fictives) ||
        (a.f.dernier ?? '').localeCompare(b.f.dernier ?? '') ||
        tirer(appel, a.f.id) - tirer(appel, b.f.id) ||
        (a.f.id < b.f.id ? -1 : 1),
    )
    .map(({ f, fictives }, i) => ({ ...f, rang: i + 1, fictives, pourquoi: expliquer(f, fictives) }))
}
