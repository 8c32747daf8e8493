/**
 * Le vivier : qui sait faire quoi dans les coopératives d’un pôle. Chaque fiche est écrite par la personne, vue de qui elle accepte. Ni note,
 * ni classement des gens : une recherche range les fiches par ce qu’elles répondent, et dit pourquoi.
 */
import type { DateCivile } from '#kernel/dates.ts'
import { formaterDate } from '#kernel/dates.ts'
import type { Id, OrganismeId } from '#kernel/id.ts'
import type { Montant } from '#kernel/montant.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { enumerer, plier } from '#kernel/texte.ts'

export type FicheId = Id<'FicheDuVivier'>
export type SavoirId = Id<'Savoir'>
export type ContactId = Id<'PriseDeContact'>

export const modalites = {
  salle: 'en salle',
  distance: 'à distance',
  hybride: 'salle et distance en alternance',
  afest: 'en situation de travail (AFEST)',
  jeu: 'par le jeu',
  bilan: 'bilan de compétences',
  vae: 'accompagnement à la VAE',
  fle: 'français langue étrangère',
} as const
export type Modalite = keyof typeof modalites

/** Ce qui montre une compétence. Sans pièce, elle est déclarée, et la fiche l’écrit. */
export const preuves = {
  titre: 'un titre ou un diplôme',
  attestation: 'une attestation',
  observation: 'une observation',
  reference: 'une référence',
  declare: 'déclaré, sans pièce',
} as const
export type GenreDePreuve = keyof typeof preuves

export const moments = { matin: 'matin', apres: 'après-midi' } as const
export type Moment = keyof typeof moments
export type Dispo = 'libre' | 'option' | 'occupe' | 'absence'
export const motsDispo: Readonly<Record<Dispo, string>> = {
  libre: 'libre',
  option: 'en option, ailleurs',
  occupe: 'occupé',
  absence: 'absence',
}

/**
 * Ce que la personne accepte, et le texte qu’elle lit. Un texte qui change prend la version d’après : l’accord donné à l’ancien ne vaut plus,
 * et se redemande.
 */
export const termes = {
  fiche: {
    version: 1,
    nom: 'Ma fiche',
    texte:
      'Les coopératives que je choisis lisent ma fiche : mon nom, ma coopérative, ce que je sais faire et ce qui le montre, comment et où j’interviens. Elles ne lisent ni mon adresse électronique, ni mon plancher. Si je retire cet accord, ma fiche disparaît aussitôt de leurs pages et de leurs recherches.',
  },
  disponibilites: {
    version: 1,
    nom: 'Mes demi-journées',
    texte:
      'Les mêmes coopératives voient, demi-journée par demi-journée, si je suis libre, occupée ou occupé, en option ou en absence. Jamais où, ni pour qui. Cela vient du planning de Coforme, de mes absences et des agendas que j’ai fait suivre.',
  },
  plancher: {
    version: 1,
    nom: 'Mon plancher',
    texte:
      'Une coopérative dont j’ai accepté la demande voit le prix de la journée en dessous duquel je ne viens pas. Il n’est ni en liste, ni en recherche.',
  },
  publique: {
    version: 1,
    nom: 'Ma page publique',
    texte:
      'Toute personne qui connaît l’adresse de ma page lit ma fiche, sans compte : mon nom, ma coopérative, ce que je sais faire et ce qui le montre, comment et où j’interviens. Elle n’y lit ni mon adresse électronique, ni mon plancher, ni mes demi-journées, ni un retour. La page demande aux moteurs de recherche de ne pas la garder. Si je retire cet accord, l’adresse ne répond plus, aussitôt ; une copie déjà faite par quelqu’un, Coforme ne l’efface pas.',
  },
} as const
export type GenreDeTerme = keyof typeof termes
export const genresDeTerme = Object.keys(termes) as [GenreDeTerme, ...GenreDeTerme[]]

export type Savoir = {
  readonly id: SavoirId
  readonly intitule: string
  /** Trois chiffres de la nomenclature des spécialités de formation ; vide si elle ne la dit pas. */
  readonly nsf: string
  readonly niveau: string
  readonly genre: GenreDePreuve
  readonly preuve: string
  readonly le: DateCivile | null
}

/** Ce qu’une personne dit d’elle. `rayon` en kilomètres, `delai` en jours. */
export type Dit = {
  readonly accroche: string
  readonly base: string
  readonly rayon: number | null
  readonly territoire: string
  readonly modalites: readonly Modalite[]
  readonly publics: string
  readonly langues: string
  readonly delai: number | null
  readonly preparation: string
  readonly journee: 'demi-journee' | 'journee' | null
}

/** Refusée, une coopérative attend avant de demander de nouveau. */
export const JOURS_AVANT_DE_REDEMANDER = 90

/** Une fiche vue d’une coopérative. */
export type FicheVue = Dit & {
  readonly fiche: FicheId
  readonly organisme: OrganismeId
  readonly cooperative: string
  readonly nom: string
  readonly relueLe: Date
  readonly competences: readonly Savoir[]
  readonly montreLibre: boolean
  /** Son adresse électronique, si elle a accepté cette coopérative. */
  readonly contact: string | null
  /** La journée, hors taxes, en centimes ; de même. */
  readonly plancher: Montant | null
  readonly demande: 'posee' | 'acceptee' | 'refusee' | null
}

export type Accord = { readonly genre: GenreDeTerme; readonly version: number; readonly le: string }
export type PriseDeContact = {
  readonly id: ContactId
  readonly cooperative: string
  readonly qui: string
  readonly message: string
  readonly le: string
  readonly reponse: 'acceptee' | 'refusee' | null
}
/** Sa propre fiche. */
export type MaFiche = Dit & {
  readonly fiche: FicheId
  readonly nom: string
  readonly plancher: Montant | null
  readonly jamais: readonly string[]
  readonly portee: 'pole' | 'choisies'
  readonly choisies: readonly OrganismeId[]
  readonly relueLe: Date
  readonly competences: readonly Savoir[]
  readonly accords: readonly Accord[]
  readonly demandes: readonly PriseDeContact[]
}

/** Ce qu’une page publique montre d’une fiche : rien qui joigne la personne, ni ce qu’elle fait de ses jours. */
export type FichePublique = Dit & Pick<FicheVue, 'cooperative' | 'nom' | 'relueLe' | 'competences'>

/** Où en est un accord : donné au texte d’aujourd’hui, donné à un texte d’avant (il se redemande), ou pas. */
export const etatDAccord = (
  accords: readonly Accord[],
  genre: GenreDeTerme,
): 'oui' | 'a-redemander' | 'non' => {
  const a = accords.find((x) => x.genre === genre)
  return a === undefined ? 'non' : a.version === termes[genre].version ? 'oui' : 'a-redemander'
}

/** Les demi-journées de la semaine, comme la base les nomme : « 1-matin » est le lundi matin. */
export const demiJournees: readonly { readonly value: string; readonly label: string }[] = [
  'lundi',
  'mardi',
  'mercredi',
  'jeudi',
  'vendredi',
  'samedi',
  'dimanche',
].flatMap((jour, i) =>
  (Object.keys(moments) as Moment[]).map((m) => ({ value: `${i + 1}-${m}`, label: `${jour} ${moments[m]}` })),
)

export type Recherche = {
  readonly mots: string
  readonly modalite: Modalite | undefined
  readonly jour: DateCivile | undefined
}
/** Ce que l’on sait de ce jour-là, par fiche ; absente : elle ne montre pas ses demi-journées. */
export type LibresCeJour = ReadonlyMap<FicheId, Readonly<Record<Moment, Dispo>>>
export type Trouvee = { readonly f: FicheVue; readonly points: number; readonly raisons: readonly string[] }

const couper = (mots: string): string[] =>
  plier(mots)
    .split(/[^a-z0-9]+/)
    .filter((m) => m.length > 1)

/** Le meilleur endroit où un mot se trouve : une compétence qu’une pièce montre vaut plus qu’une compétence déclarée. */
const chercherMot = (f: FicheVue, mot: string): { points: number; raison: string } | undefined => {
  const dans = (t: string) => plier(t).includes(mot)
  const savoirs = f.competences.filter((c) => dans(c.intitule) || dans(c.niveau) || c.nsf === mot)
  const montre = savoirs.find((c) => c.genre !== 'declare')
  if (montre) return { points: 3, raison: `${montre.intitule} : ${montre.preuve}` }
  if (savoirs[0]) return { points: 2, raison: `${savoirs[0].intitule} : ${preuves.declare}` }
  if (dans(f.accroche) || dans(f.publics) || dans(f.langues)) return { points: 1, raison: 'sa fiche le dit' }
  return dans(f.base) || dans(f.territoire) || dans(f.nom) || dans(f.cooperative)
    ? { points: 1, raison: `${f.base || f.cooperative}` }
    : undefined
}

const direJour = (
  libres: LibresCeJour,
  f: FicheVue,
  jour: DateCivile,
): { points: number; raison: string } => {
  const d = libres.get(f.fiche)
  const quand = `le ${formaterDate(jour, 'court')}`
  if (!d) return { points: 0, raison: 'ne montre pas ses demi-journées' }
  if (d.matin === 'libre' && d.apres === 'libre') return { points: 2, raison: `libre ${quand}` }
  const libre = (Object.keys(moments) as Moment[]).find((m) => d[m] === 'libre')
  if (libre) return { points: 1, raison: `libre ${quand}, ${moments[libre]} seulement` }
  return d.matin === 'option' || d.apres === 'option'
    ? { points: 0, raison: `en option, ailleurs, ${quand}` }
    : { points: -2, raison: `pas libre ${quand}` }
}

/**
 * Les fiches qui répondent à tous les mots et à la modalité, les mieux montrées d’abord ; chacune avec ses raisons. À égalité, celle que la
 * personne a relue le plus récemment, puis par identifiant : la même demande rend le même ordre.
 */
export const chercher = (
  fiches: readonly FicheVue[],
  r: Recherche,
  libres: LibresCeJour = new Map(),
): readonly Trouvee[] => {
  const mots = couper(r.mots)
  return fiches
    .flatMap((f): Trouvee[] => {
      const trouves = mots.map((m) => chercherMot(f, m))
      if (trouves.some((t) => t === undefined)) return []
      if (r.modalite && !f.modalites.includes(r.modalite)) return []
      const ce = [
        ...trouves.flatMap((t) => (t ? [t] : [])),
        ...(r.modalite ? [{ points: 0, raison: modalites[r.modalite] }] : []),
        ...(r.jour ? [direJour(libres, f, r.jour)] : []),
      ]
      return [
        { f, points: ce.reduce((t, x) => t + x.points, 0), raisons: [...new Set(ce.map((x) => x.raison))] },
      ]
    })
    .sort(
      (a, b) =>
        b.points - a.points ||
        b.f.relueLe.getTime() - a.f.relueLe.getTime() ||
        (a.f.fiche < b.f.fiche ? -1 : 1),
    )
}

/** « à moins de 60 km de Brest ; Rennes par le train ». */
export const direTerritoire = (f: Pick<Dit, 'base' | 'rayon' | 'territoire'>): string =>
  [f.base && f.rayon ? `à moins de ${f.rayon} km de ${f.base}` : f.base, f.territoire]
    .filter(Boolean)
    .join(' ; ')
export const direModalites = (liste: readonly Modalite[]): string => enumerer(liste.map((m) => modalites[m]))

const phrases: Readonly<Record<string, string>> = {
  refuse:
    'Vous ne pouvez pas faire ce geste : écrivez d’abord votre fiche, ou demandez le rôle à votre coopérative.',
  trop: 'Une fiche dit soixante compétences au plus.',
  introuvable: 'Cette fiche n’est plus partagée.',
  texte: 'Ce texte a changé depuis : relisez-le avant de l’accepter.',
  soi: 'C’est votre fiche.',
  refusee: `La personne a répondu non : votre coopérative peut redemander ${JOURS_AVANT_DE_REDEMANDER} jours après.`,
}
/** Rien : ce mot n’est pas un refus. */
export const direRefusDuVivier = (code: string): Refus | undefined => {
  const phrase = phrases[code]
  return phrase ? refus(code, phrase) : undefined
}
