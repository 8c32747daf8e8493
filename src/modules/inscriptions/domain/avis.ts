/** Ce qu’un report, une interruption, une annulation ou des dates changées obligent à dire, et l’avenant qui en suit. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterHeure } from '#kernel/heures.ts'
import { enumerer, majuscule } from '#kernel/texte.ts'

/** « conditions » : le lieu, une salle, l’adresse où suivre à distance, ou qui forme, aux mêmes dates. */
export type GenreAvis = 'annulation' | 'report' | 'interruption' | 'dates' | 'conditions'

/** Une demi-journée telle qu’une pièce l’écrit : « 2026-12-14 », « 09:00 », « 12:30 ». */
export type Demie = {
  readonly date: DateCivile
  readonly debut: string
  readonly fin: string
  /** « sur place », « à distance » ; absente ou « à préciser » : rien n’en est dit. */
  readonly modalite?: string
}

/** Ce qu’une pièce écrit d’une demi-journée dont la session mixte ne dit rien. */
export const nonDite = 'à préciser'

/** Ce qui change aux mêmes dates. */
export type ConditionsChangees = {
  /** Le lieu que l’on avait dit, s’il change. */
  readonly lieuAvant: string | null
  /** Qui forme désormais. */
  readonly forment: readonly string[]
  /** Les demi-journées qui changent de salle. */
  readonly salles: readonly (Pick<Demie, 'date' | 'debut' | 'fin'> & { readonly noms: readonly string[] })[]
  /** L’adresse où suivre à distance, si elle change. */
  readonly lien: string | null
  /** On n’en avait encore dit aucune. */
  readonly premierLien?: true
}
export const memesConditions: ConditionsChangees = { lieuAvant: null, forment: [], salles: [], lien: null }
export const ontChange = (c: ConditionsChangees): boolean =>
  c.lieuAvant !== null || c.forment.length > 0 || c.salles.length > 0 || c.lien !== null

/** Le calendrier en une chaîne qui se compare : mêmes demi-journées, même chaîne. */
export const calendrier = (demies: readonly Demie[]): string =>
  JSON.stringify(
    demies
      .map(({ date, debut, fin, modalite }) => ({
        date,
        debut,
        fin,
        ...(modalite && modalite !== nonDite ? { modalite } : {}),
      }))
      .toSorted((a, b) => `${a.date}${a.debut}`.localeCompare(`${b.date}${b.debut}`)),
  )

/**
 * Deux calendriers promettent-ils la même chose ? Mêmes jours, mêmes heures, et aucune demi-journée que l’un dit sur place et l’autre à
 * distance : préciser ce que personne n’avait dit ne change rien à ce qui fut promis.
 */
export const memeCalendrier = (a: string, b: string): boolean => {
  if (a === b) return true
  const [un, deux] = [a, b].map((t) => JSON.parse(t) as Demie[])
  return (
    un !== undefined &&
    un.length === deux?.length &&
    un.every((x, i) => {
      const y = deux[i]
      return (
        x.date === y?.date &&
        x.debut === y.debut &&
        x.fin === y.fin &&
        (x.modalite === undefined || y.modalite === undefined || x.modalite === y.modalite)
      )
    })
  )
}

/** Les mêmes jours et les mêmes heures, de toute façon. */
export const memesDates = (a: string, b: string): boolean => {
  const nues = (t: string) => calendrier((JSON.parse(t) as Demie[]).map(({ modalite: _, ...d }) => d))
  return nues(a) === nues(b)
}

/** Ce qu’un avis de dates apprend : d’autres dates ; aux mêmes dates, une autre façon de suivre ; ou ce que personne n’avait dit. */
export type Changement = 'dates' | 'modalites' | 'precisions'

export const changementDe = (
  genre: GenreAvis | null | undefined,
  connus: readonly string[],
  aujourdhui: string,
): Changement => {
  if (genre !== 'dates' || connus.length === 0 || connus.some((c) => !memesDates(c, aujourdhui)))
    return 'dates'
  return connus.every((c) => memeCalendrier(c, aujourdhui)) ? 'precisions' : 'modalites'
}

/** Ce qu’une pièce promet de demi-journées, et à qui : `objet` est l’inscription ou le dossier qu’elle regarde. */
type Promesse = {
  readonly objet: string
  readonly genre: string
  readonly emiseLe: Date
  readonly seances: readonly Demie[] | null
}

/**
 * Le calendrier que chacun connaît : celui de sa dernière pièce, ou de l’avis parti depuis. Une convocation reste ce que sait la
 * personne, même quand l’avenant de son client, ou la convocation d’une autre, dit déjà les choses d’aujourd’hui. `pieces` : de la plus
 * récente à la plus ancienne ; un avenant vaut avant ce qu’il complète, émis au même instant.
 */
export const connusDe = (
  pieces: readonly Promesse[],
  dernier: { readonly calendrier: string; readonly le: Date } | undefined,
): readonly string[] => {
  const derniers = new Map<string, Promesse & { readonly seances: readonly Demie[] }>()
  for (const p of pieces) {
    const { seances } = p
    if (seances === null) continue
    const vue = derniers.get(p.objet)
    if (vue === undefined || (p.genre === 'avenant' && vue.genre !== 'avenant'))
      derniers.set(p.objet, { ...p, seances })
  }
  if (dernier && derniers.size === 0) return [dernier.calendrier]
  return [...derniers.values()].map((p) =>
    dernier && dernier.le >= p.emiseLe ? dernier.calendrier : calendrier(p.seances),
  )
}

const meme = (a: Demie, b: Demie): boolean => a.date === b.date && a.debut === b.debut && a.fin === b.fin

/**
 * Les demi-journées qu’une convocation laissait à préciser, et que l’on sait depuis : figée, elle ne change pas d’elle-même. `aVenir` :
 * celles qui ne sont pas passées, comme on les dit aujourd’hui. Un avis qui l’a dit suffit. Une convocation qui n’en disait aucune, d’une
 * action qui se suit des deux façons (`demiesPromises`), les laissait toutes à préciser ; d’une session en présence, dont seul le plan se
 * fait à distance, elle ne laissait rien ignorer.
 */
export const precisees = (f: {
  readonly convocations: readonly (readonly Demie[])[]
  readonly aVenir: readonly Demie[]
  readonly mixte: boolean
  /** Le calendrier du dernier avis. */
  readonly dernier: string | undefined
}): readonly Demie[] => {
  const dits = f.dernier === undefined ? [] : (JSON.parse(f.dernier) as Demie[])
  const tue = (x: Demie, d: Demie) =>
    x.modalite === undefined ? f.mixte || d.modalite === 'à distance' : x.modalite === nonDite
  return f.aVenir.filter(
    (d) =>
      d.modalite !== undefined &&
      f.convocations.some((c) => c.some((x) => meme(x, d) && tue(x, d))) &&
      !dits.some((x) => meme(x, d) && x.modalite === d.modalite),
  )
}

export type FaitsDAvis = {
  readonly etat: string
  /** Celui d’aujourd’hui, demi-journées tenues seulement. */
  readonly aujourdhui: string
  /** Le dernier avis envoyé ; absent : aucun. */
  readonly dernier: { readonly genre: GenreAvis } | undefined
  /** Ceux que les gens connaissent (`connusDe`) ; vide : personne n’a encore rien reçu. */
  readonly connus: readonly string[]
  /** Une convocation laissait à préciser ce que l’on sait aujourd’hui (`precisees`). */
  readonly precise?: boolean
  /** Le lieu, une salle, le lien ou qui forme a changé depuis ce que chacun a reçu. */
  readonly conditions?: boolean
}

const genreDeLEtat: Readonly<Record<string, GenreAvis>> = {
  annulee: 'annulation',
  reportee: 'report',
  interrompue: 'interruption',
}
/** Les états où des dates changées regardent quelqu’un. */
export const etatsVivants: ReadonlySet<string> = new Set(['ouverte', 'confirmee', 'en-cours'])

/** L’avis qui reste à envoyer ; rien si chacun sait déjà ce qu’il en est. */
export const avisDu = (f: FaitsDAvis): GenreAvis | undefined => {
  const genre = genreDeLEtat[f.etat]
  if (genre) return f.dernier?.genre === genre ? undefined : genre
  if (!etatsVivants.has(f.etat)) return undefined
  if (f.precise || f.connus.some((c) => !memeCalendrier(c, f.aujourdhui))) return 'dates'
  return f.conditions ? 'conditions' : undefined
}

/** Depuis quand chacun sait ce qu’il sait : sa dernière pièce ou l’avis parti depuis, pour qui le sait depuis le plus longtemps. */
export const connuDepuis = (
  pieces: readonly Promesse[],
  dernier: { readonly le: Date } | undefined,
): Date | undefined => {
  const derniers = new Map<string, Date>()
  for (const p of pieces) {
    const vue = derniers.get(p.objet)
    if (p.seances !== null && (vue === undefined || p.emiseLe > vue)) derniers.set(p.objet, p.emiseLe)
  }
  const dates = [...derniers.values()].map((d) => (dernier && dernier.le > d ? dernier.le : d))
  return dates.length === 0 ? dernier?.le : dates.reduce((a, b) => (a < b ? a : b))
}

/** Le calendrier qu’un avis annonce : rien d’annulé, de reporté ou d’interrompu ne donne encore de dates. */
export const calendrierAnnonce = (genre: GenreAvis, aujourdhui: string): string =>
  genre === 'dates' || genre === 'conditions' ? aujourdhui : '[]'

const heure = (t: string): string => {
  const [h = 0, m = 0] = t.split(':').map(Number)
  return formaterHeure(h * 60 + m)
}

const debuts: Readonly<Record<GenreAvis, (nom: string) => string>> = {
  annulation: (nom) => `La formation «\u00a0${nom}\u00a0» est annulée.`,
  report: (nom) =>
    `La formation «\u00a0${nom}\u00a0» est reportée. Les nouvelles dates vous seront données dès qu’elles seront fixées.`,
  interruption: (nom) =>
    `La formation «\u00a0${nom}\u00a0» est interrompue. Ce qui s’est tenu vous reste acquis\u00a0; la suite vous sera dite.`,
  conditions: (nom) => `La formation «\u00a0${nom}\u00a0» garde ses dates. Voici ce qui change\u00a0:`,
  dates: (nom) => `Les dates de la formation «\u00a0${nom}\u00a0» ont changé. Voici les nouvelles\u00a0:`,
}

/** Les dates n’ont pas bougé : la façon de suivre change, ou se précise. */
const debutsDeSuite = {
  modalites: (nom: string) =>
    `La formation «\u00a0${nom}\u00a0» garde ses dates, mais ne se suit plus de la même façon\u00a0:`,
  precisions: (nom: string) =>
    `Les convocations à la formation «\u00a0${nom}\u00a0» laissaient à préciser où suivre certaines demi-journées. Voici ce qu’il en est\u00a0:`,
} as const

/** Par où suivre à distance : la première adresse, ou celle qui en remplace une. */
export const direLien = (lien: string, premier: true | undefined): string =>
  `À distance, ${premier ? 'l’adresse où suivre' : 'la nouvelle adresse'}\u00a0: ${lien}`

/** Le texte proposé : la personne qui l’envoie le relit et le change. */
export const texteDAvis = (
  genre: GenreAvis,
  s: {
    readonly intitule: string
    readonly lieu: string
    readonly motif: string | null
    readonly demies: readonly Demie[]
    readonly changement?: Changement
    readonly connexion?: string | null
    readonly conditions?: ConditionsChangees
  },
): string => {
  // Toutes pareilles, le lieu suffit à le dire.
  const suivi = s.changement === undefined || s.changement === 'dates' ? undefined : s.changement
  const melees = suivi !== undefined || new Set(s.demies.map((d) => d.modalite)).size > 1
  const ou = (d: Demie) => d.modalite ?? (suivi === 'precisions' ? nonDite : undefined)
  const { lieuAvant, forment, salles, lien, premierLien } = s.conditions ?? memesConditions
  const creneau = (d: Pick<Demie, 'date' | 'debut' | 'fin'>) =>
    `${formaterDate(d.date, 'complet')}, de ${heure(d.debut)} à ${heure(d.fin)}`
  const change = [
    ...(lieuAvant && genre === 'conditions' ? [`Lieu\u00a0: ${s.lieu}, et non plus ${lieuAvant}.`] : []),
    ...(salles.length > 0
      ? [salles.map((d) => `${majuscule(creneau(d))}\u00a0: désormais ${enumerer(d.noms)}.`).join('\n')]
      : []),
    ...(lien && genre === 'conditions' ? [direLien(lien, premierLien)] : []),
    ...(forment.length > 0 ? [`Vous serez avec ${enumerer(forment)}.`] : []),
  ]
  return [
    genre === 'dates' && suivi ? debutsDeSuite[suivi](s.intitule) : debuts[genre](s.intitule),
    ...(genre === 'dates'
      ? [
          s.demies.map((d) => `${creneau(d)}${melees && ou(d) ? `, ${ou(d)}` : ''}`).join('\n'),
          ...(s.lieu ? [`Lieu\u00a0: ${s.lieu}.`] : []),
          ...(s.connexion && s.demies.some((d) => d.modalite === 'à distance')
            ? [`À distance\u00a0: ${s.connexion}`]
            : []),
        ]
      : []),
    ...(genre === 'dates' || genre === 'conditions' ? change : []),
    ...(genre !== 'dates' && genre !== 'conditions' && s.motif ? [`Raison\u00a0: ${s.motif}`] : []),
    'Si cela ne vous convient pas, répondez à ce message.',
  ].join('\n\n')
}
