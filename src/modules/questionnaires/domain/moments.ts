/** Quand un questionnaire part, jusqu’à quand on y répond, et quand on relance. */
import { ajouterJours, comparerDates, type DateCivile, ecartEnJours, formaterDate } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { compter } from '#kernel/texte.ts'
import { type Genre, genres, genresDeSession, seulementEnApprentissage } from './genres.ts'
import { seuilAnonyme } from './resultats.ts'

export type Reglage = {
  /** Ceux qui partent seuls, à leur jour. Aucun tant que la coopérative ne l’a pas demandé. */
  readonly automatiques: readonly Genre[]
  readonly ecarts: Readonly<Partial<Record<Genre, number>>>
  /** Jours après le premier envoi. Vide : on ne relance pas. */
  readonly relances: readonly number[]
  readonly seuilAnonyme: number
}
export const reglageParDefaut: Reglage = { automatiques: [], ecarts: {}, relances: [4, 10], seuilAnonyme }

export type DatesDeSession = { readonly debut: DateCivile; readonly fin: DateCivile }

export const ecartDe = (genre: Genre, r: Pick<Reglage, 'ecarts'>): number =>
  r.ecarts[genre] ?? genres[genre].ecart

/** Le jour où il part. */
export const jourDEnvoi = (genre: Genre, dates: DatesDeSession, r: Pick<Reglage, 'ecarts'>): DateCivile =>
  ajouterJours(genres[genre].ancre === 'debut' ? dates.debut : dates.fin, ecartDe(genre, r))

const laDerniere = (a: DateCivile, b: DateCivile): DateCivile => (comparerDates(a, b) < 0 ? b : a)

/** Le dernier jour où l’on répond : ce qui précède une formation se clôt la veille ; envoyé tard, il laisse tout de même sept jours. */
export const dernierJour = (
  genre: Genre,
  dates: DatesDeSession | undefined,
  r: Pick<Reglage, 'ecarts'>,
  envoyeLe: DateCivile,
): DateCivile => {
  const { ancre, ouvert } = genres[genre]
  if (ancre === 'annee' || !dates) return ajouterJours(envoyeLe, ouvert)
  if (ancre === 'debut') {
    const veille = ajouterJours(dates.debut, -1)
    return laDerniere(veille, envoyeLe)
  }
  const prevu = ajouterJours(jourDEnvoi(genre, dates, r), ouvert)
  const auMoins = ajouterJours(envoyeLe, 7)
  return laDerniere(prevu, auMoins)
}

/** « 4, 10 » : des jours croissants, de 1 à 60, cinq au plus ; vide : on ne relance pas. Rien si cela ne se lit pas. */
export const lireRelances = (ecrites: string): readonly number[] | undefined => {
  const mots = ecrites.split(/[,; ]+/).filter((m) => m !== '')
  const nombres = mots.map(Number)
  const justes = nombres.every(
    (n, i) => Number.isInteger(n) && n >= 1 && n <= 60 && n > (nombres[i - 1] ?? 0),
  )
  return justes && nombres.length <= 5 ? nombres : undefined
}

/** Par genre, ce que son écart a d’impossible ; vide : tout est bon. */
export const fautesDEcarts = (ecarts: Reglage['ecarts']): Readonly<Partial<Record<Genre, string>>> =>
  Object.fromEntries(
    genresDeSession.flatMap((g): [Genre, string][] => {
      const n = ecarts[g] ?? genres[g].ecart
      if (genres[g].ancre === 'debut' && n > -1)
        return [[g, 'Ce qui prépare une formation part avant elle : un nombre négatif.']]
      return genres[g].ancre === 'fin' && n < 0
        ? [[g, 'Ce qui suit une formation part après son dernier jour : zéro ou plus.']]
        : []
    }),
  )

export type RefusMoment = Refus<'trop-tot' | 'trop-tard'>

/** Peut-on l’envoyer aujourd’hui ? Avant la formation pour ce qui la prépare ; une fois finie, ou son dernier jour, pour le reste. */
export const verifierMoment = (
  genre: Genre,
  dates: DatesDeSession,
  jour: DateCivile,
): Result<void, RefusMoment> => {
  if (genres[genre].ancre === 'debut')
    return jour >= dates.debut
      ? refuser(
          'trop-tard',
          'La session a commencé : ce questionnaire la précède. Écrivez ce que vous savez dans le parcours de la personne.',
        )
      : ok(undefined)
  return jour < dates.fin
    ? refuser(
        'trop-tot',
        `La session finit le ${formaterDate(dates.fin)} : ce questionnaire part ce jour-là au plus tôt.`,
      )
    : ok(undefined)
}

/** Ceux dont le jour est venu et que la fenêtre n’a pas refermés. */
export const dus = (
  dates: DatesDeSession,
  r: Reglage,
  jour: DateCivile,
  { apprentissage = false } = {},
): readonly Genre[] =>
  genresDeSession.filter(
    (g) =>
      (apprentissage || !seulementEnApprentissage.has(g)) &&
      jourDEnvoi(g, dates, r) <= jour &&
      verifierMoment(g, dates, jour).ok &&
      (genres[g].ancre === 'debut' || ecartEnJours(jourDEnvoi(g, dates, r), jour) <= genres[g].ouvert),
  )

/** Le prochain envoi est-il dû ? `envois` : ceux déjà partis ; le premier n’est pas une relance. */
export const relanceDue = (
  d: { readonly envois: number; readonly premierLe: DateCivile; readonly dernierLe: DateCivile },
  relances: readonly number[],
  jour: DateCivile,
): boolean => {
  const apres = relances[d.envois - 1]
  // Jamais deux messages le même jour, même en rattrapant un retard.
  return apres !== undefined && d.dernierLe < jour && ajouterJours(d.premierLe, apres) <= jour
}

/**
 * Où en est un questionnaire attendu ce jour-là. Le jour dit n’est pas un retard : le geste s’offre, et ne manque qu’à partir du
 * lendemain ; envoyé, il ne manque que clos sans réponse.
 */
export const etatDuRecueil = (
  k: { readonly reponses: number; readonly demandes: number; readonly close: boolean } | undefined,
  quand: DateCivile,
  jour: DateCivile,
): 'prouve' | 'partiel' | 'manquant' | 'a-venir' => {
  if (!k) return quand < jour ? 'manquant' : 'a-venir'
  if (k.demandes > 0 && k.reponses >= k.demandes) return 'prouve'
  return k.reponses > 0 ? 'partiel' : k.close ? 'manquant' : 'a-venir'
}

type Du = { readonly id: string; readonly intitule: string; readonly genre: Genre }

/** Ce que la journée dit des questionnaires à envoyer. Plusieurs d’une même session n’en font pas « d’autres ». */
export const direDus = (
  premier: Du,
  dus: readonly Du[],
): { readonly chose: string; readonly detail: string } => {
  const plusieurs = dus.length > 1
  const ailleurs = dus.some((d) => d.id !== premier.id)
  return {
    chose: plusieurs ? compter(dus.length, 'questionnaire') : `« ${genres[premier.genre].nom} »`,
    detail: `${premier.intitule}${ailleurs ? ', et d’autres' : ''} : ${plusieurs ? 'leur' : 'son'} jour est venu.`,
  }
}
