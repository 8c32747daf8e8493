/** Ce qu’apprend qui anime, ou n’anime plus : ses demi-journées à elle ou à lui, jamais celles des autres. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterCreneau } from '#kernel/heures.ts'
import { enumerer } from '#kernel/texte.ts'
import { direLien, type GenreAvis } from './avis.ts'

/** « change » : d’autres demi-journées, d’autres dates, un autre lieu. */
export type Nouvelle = 'arrive' | 'quitte' | 'change' | Exclude<GenreAvis, 'dates' | 'conditions'>

/** Ce qu’il faut apprendre à une personne ; rien : elle sait déjà. Une session suspendue passe avant le reste. */
export const nouvellePour = (f: {
  readonly suspendue: Exclude<GenreAvis, 'dates' | 'conditions'> | undefined
  /** Le dernier avis que la personne a reçu pour cette session. */
  readonly dernier: GenreAvis | undefined
  readonly anime: boolean
  readonly animait: boolean
  readonly arrive: boolean
  readonly quitte: boolean
  readonly autres: boolean
}): Nouvelle | undefined => {
  if (f.suspendue) return f.dernier === f.suspendue || !f.anime ? undefined : f.suspendue
  if (!f.anime) return f.quitte ? 'quitte' : undefined
  // Reportée ou interrompue, elle n’annonçait pas de dates : la reprise les dit.
  if (f.dernier && f.dernier !== 'dates' && f.dernier !== 'conditions') return 'change'
  if (f.arrive && !f.animait) return 'arrive'
  return f.arrive || f.quitte || f.autres ? 'change' : undefined
}

const debuts: Readonly<Record<Nouvelle, (nom: string) => string>> = {
  arrive: (nom) => `Vous animez la formation «\u00a0${nom}\u00a0»\u00a0:`,
  change: (nom) =>
    `La formation «\u00a0${nom}\u00a0» a changé. Voici les demi-journées que vous animez\u00a0:`,
  quitte: (nom) => `Vous n’animez plus la formation «\u00a0${nom}\u00a0»\u00a0: une autre personne l’anime.`,
  annulation: (nom) => `La formation «\u00a0${nom}\u00a0», que vous deviez animer, est annulée.`,
  report: (nom) =>
    `La formation «\u00a0${nom}\u00a0», que vous deviez animer, est reportée. Ses nouvelles dates vous seront données.`,
  interruption: (nom) => `La formation «\u00a0${nom}\u00a0», que vous animez, est interrompue.`,
}

export const texteAQuiAnime = (
  nouvelle: Nouvelle,
  s: {
    readonly intitule: string
    readonly motif: string | null
    readonly lieu: string
    readonly demies: readonly {
      readonly jour: DateCivile
      readonly debutMinutes: number
      readonly finMinutes: number
      /** Ses salles, ou « à distance », si cela change. */
      readonly ou?: readonly string[]
    }[]
    /** L’adresse où suivre à distance, si elle change. */
    readonly lien?: string | null
    readonly premierLien?: true | undefined
  },
): string =>
  [
    debuts[nouvelle](s.intitule),
    ...(nouvelle === 'arrive' || nouvelle === 'change'
      ? [
          s.demies
            .map(
              (d) =>
                `${formaterDate(d.jour, 'complet')}, ${formaterCreneau(d.debutMinutes, d.finMinutes)}${d.ou?.length ? `, désormais ${enumerer(d.ou)}` : ''}`,
            )
            .join('\n'),
          ...(s.lieu ? [`Lieu\u00a0: ${s.lieu}.`] : []),
          ...(s.lien ? [direLien(s.lien, s.premierLien)] : []),
        ]
      : []),
    ...(s.motif && nouvelle !== 'arrive' && nouvelle !== 'change' && nouvelle !== 'quitte'
      ? [`Raison\u00a0: ${s.motif}`]
      : []),
    'Si cela ne vous convient pas, répondez à ce message.',
  ].join('\n\n')
