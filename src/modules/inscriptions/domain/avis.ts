/** Ce qu’un report, une interruption, une annulation ou des dates changées obligent à dire, et l’avenant qui en suit. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterHeure } from '#kernel/heures.ts'

export type GenreAvis = 'annulation' | 'report' | 'interruption' | 'dates'

/** Une demi-journée telle qu’une pièce l’écrit : « 2026-12-14 », « 09:00 », « 12:30 ». */
export type Demie = { readonly date: DateCivile; readonly debut: string; readonly fin: string }

/** Le calendrier en une chaîne qui se compare : mêmes demi-journées, même chaîne. */
export const calendrier = (demies: readonly Demie[]): string =>
  JSON.stringify(
    demies
      .map(({ date, debut, fin }) => ({ date, debut, fin }))
      .toSorted((a, b) => `${a.date}${a.debut}`.localeCompare(`${b.date}${b.debut}`)),
  )

export type FaitsDAvis = {
  readonly etat: string
  /** Celui d’aujourd’hui, demi-journées tenues seulement. */
  readonly aujourdhui: string
  /** Le dernier avis envoyé ; absent : aucun. */
  readonly dernier: { readonly genre: GenreAvis; readonly calendrier: string } | undefined
  /** Celui que dit la dernière pièce reçue (convention, convocation…) ; absent : personne n’a encore rien reçu. */
  readonly dit: string | undefined
}

const genreDeLEtat: Readonly<Record<string, GenreAvis>> = {
  annulee: 'annulation',
  reportee: 'report',
  interrompue: 'interruption',
}
/** Les états où des dates changées regardent quelqu’un. */
const vivantes: ReadonlySet<string> = new Set(['ouverte', 'confirmee', 'en-cours'])

/** L’avis qui reste à envoyer ; rien si chacun sait déjà ce qu’il en est. */
export const avisDu = (f: FaitsDAvis): GenreAvis | undefined => {
  const genre = genreDeLEtat[f.etat]
  if (genre) return f.dernier?.genre === genre ? undefined : genre
  if (!vivantes.has(f.etat)) return undefined
  const connu = f.dernier?.calendrier ?? f.dit
  return connu === undefined || connu === f.aujourdhui ? undefined : 'dates'
}

/** Le calendrier qu’un avis annonce : rien d’annulé, de reporté ou d’interrompu ne donne encore de dates. */
export const calendrierAnnonce = (genre: GenreAvis, aujourdhui: string): string =>
  genre === 'dates' ? aujourdhui : '[]'

const heure = (t: string) => {
  const [h = 0, m = 0] = t.split(':').map(Number)
  return formaterHeure(h * 60 + m)
}

const debuts: Readonly<Record<GenreAvis, (nom: string) => string>> = {
  annulation: (nom) => `La formation «\u00a0${nom}\u00a0» est annulée.`,
  report: (nom) =>
    `La formation «\u00a0${nom}\u00a0» est reportée. Les nouvelles dates vous seront données dès qu’elles seront fixées.`,
  interruption: (nom) =>
    `La formation «\u00a0${nom}\u00a0» est interrompue. Ce qui s’est tenu vous reste acquis\u00a0; la suite vous sera dite.`,
  dates: (nom) => `Les dates de la formation «\u00a0${nom}\u00a0» ont changé. Voici celles qui valent\u00a0:`,
}

/** Le texte proposé : la personne qui l’envoie le relit et le change. */
export const texteDAvis = (
  genre: GenreAvis,
  s: {
    readonly intitule: string
    readonly lieu: string
    readonly motif: string | null
    readonly demies: readonly Demie[]
  },
): string =>
  [
    debuts[genre](s.intitule),
    ...(genre === 'dates'
      ? [
          s.demies
            .map((d) => `${formaterDate(d.date, 'complet')}, de ${heure(d.debut)} à ${heure(d.fin)}`)
            .join('\n'),
          ...(s.lieu ? [`Lieu\u00a0: ${s.lieu}.`] : []),
        ]
      : []),
    ...(genre !== 'dates' && s.motif ? [`Raison\u00a0: ${s.motif}`] : []),
    'Si cela ne vous convient pas, répondez à ce message.',
  ].join('\n\n')
