import { de } from '#kernel/texte.ts'
import { ditAssez } from './force.ts'

/** Ce qui arrive et se traite ; ce qu’on en garde en clair ne nomme personne et ne dit rien de la santé. */
export type GenreAffaire = 'reclamation' | 'difficulte' | 'alea' | 'signalement' | 'adaptation'
export type GenreSuite =
  | 'accuse'
  | 'reponse'
  | 'mesure'
  | 'accorder'
  | 'refuser'
  | 'mise-en-oeuvre'
  | 'confie'
  | 'cloture'

type Droit =
  | 'qualite.lire'
  | 'qualite.ecrire'
  | 'evenements.signaler'
  | 'signalements.lire'
  | 'handicap.lire'
  | 'handicap.ecrire'

export const genresAffaire: Readonly<
  Record<
    GenreAffaire,
    {
      readonly nom: string
      readonly suites: readonly GenreSuite[]
      readonly ouvre: Droit
      readonly lit: Droit
      readonly suit: Droit
      readonly protege: boolean
    }
  >
> = {
  reclamation: {
    nom: 'réclamation',
    suites: ['accuse', 'reponse', 'cloture'],
    ouvre: 'evenements.signaler',
    lit: 'qualite.lire',
    suit: 'qualite.ecrire',
    protege: false,
  },
  difficulte: {
    nom: 'difficulté',
    suites: ['accuse', 'reponse', 'cloture'],
    ouvre: 'evenements.signaler',
    lit: 'qualite.lire',
    suit: 'qualite.ecrire',
    protege: false,
  },
  alea: {
    nom: 'aléa',
    suites: ['accuse', 'reponse', 'cloture'],
    ouvre: 'evenements.signaler',
    lit: 'qualite.lire',
    suit: 'qualite.ecrire',
    protege: false,
  },
  signalement: {
    nom: 'signalement de violences, de harcèlement ou de discrimination',
    suites: ['mesure', 'confie', 'cloture'],
    ouvre: 'evenements.signaler',
    lit: 'signalements.lire',
    suit: 'signalements.lire',
    protege: true,
  },
  adaptation: {
    nom: 'demande d’adaptation',
    suites: ['accorder', 'refuser', 'mise-en-oeuvre', 'cloture'],
    ouvre: 'handicap.ecrire',
    lit: 'handicap.lire',
    suit: 'handicap.ecrire',
    protege: true,
  },
}

/** Ce que dit une affaire de qui la lit et la traite. */
type Confiee = {
  readonly genre: GenreAffaire
  readonly confieA: string | null
  /** La personne à qui elle est confiée n’est plus de l’équipe ; qui l’a signalée y est encore. */
  readonly delaissee: boolean
  readonly par: string | null
}

/**
 * Qui lit, ou suit, une affaire protégée : la personne à qui elle est confiée, et elle seule ; à défaut, qui tient le droit de son genre. La
 * direction ne lit pas un signalement qui ne lui est pas confié, tant que reste dans l’équipe cette personne, ou celle qui l’a signalé.
 */
export const tientLAffaire = (
  a: Confiee,
  quoi: 'lit' | 'suit',
  qui: { readonly compte: string; readonly peut: (droit: Droit) => boolean },
): boolean => (a.confieA === null ? qui.peut(genresAffaire[a.genre][quoi]) : a.confieA === qui.compte)

/** Qui choisit une autre personne : celle à qui l’affaire est confiée ; partie, c’est à qui l’a signalée. */
export const choisitQui = (a: Confiee, compte: string): boolean =>
  a.confieA !== null && (a.confieA === compte || (a.delaissee && a.par === compte))

/** Les suites que cette personne peut donner à cette affaire. */
export const suitesOffertes = (
  a: Confiee,
  qui: { readonly compte: string; readonly peut: (droit: Droit) => boolean },
): readonly GenreSuite[] =>
  genresAffaire[a.genre].suites.filter((s) =>
    s === 'confie' ? choisitQui(a, qui.compte) : tientLAffaire(a, 'suit', qui),
  )

/** D’une affaire protégée, le seul objet gardé en clair : son genre. Le récit, chiffré, dit le reste ; la base refuse autre chose. */
export const objetsNeutres: Readonly<Partial<Record<GenreAffaire, string>>> = {
  signalement: 'Signalement',
  adaptation: 'Demande d’adaptation',
}
export const objetGarde = (genre: GenreAffaire, objet: string): string => objetsNeutres[genre] ?? objet

export const motsSuite: Readonly<Record<GenreSuite, string>> = {
  accuse: 'accusé de réception',
  reponse: 'réponse',
  mesure: 'mesure prise',
  accorder: 'adaptation décidée',
  refuser: 'adaptation impossible, orientation',
  'mise-en-oeuvre': 'mesure mise en œuvre',
  confie: 'confié à une autre personne',
  cloture: 'clôture',
}
export const motsAuteur = {
  stagiaire: 'un stagiaire',
  entreprise: 'une entreprise',
  financeur: 'un financeur',
  formateur: 'un formateur',
  equipe: 'l’équipe',
  autre: 'quelqu’un d’autre',
} as const

const auMasculin: readonly GenreAffaire[] = ['alea', 'signalement']
/** « reçue le 14 oct. 2026 d’une entreprise » : accordé avec le genre de l’affaire. Sans auteur, de qui ne se montre pas. */
export const direRecue = (genre: GenreAffaire, jour: string, auteur?: keyof typeof motsAuteur): string =>
  `${auMasculin.includes(genre) ? 'reçu' : 'reçue'} le ${jour}${auteur ? ` ${de(motsAuteur[auteur])}` : ''}`

/** En jours. Choix du produit : aucun texte lu ne les fixe ; la procédure publiée de la coopérative peut dire plus court. */
export const delaisAffaire = { accuse: 7, reponse: 30, cloture: 30, mesure: 2, decision: 15 } as const

export type SuiteFaite = { readonly genre: GenreSuite; readonly le: string }
export type RefusSuite = { readonly champ: 'genre' | 'le' | 'texte'; readonly phrase: string }

/** Les suites que la grille compte (indicateurs 10, 12 et 26). */
const prouve: ReadonlySet<GenreSuite> = new Set(['mesure', 'accorder', 'refuser', 'mise-en-oeuvre'])

/** Ce qui empêche cette suite : close, hors de son genre, avant la réception, à venir, sans ce qui doit la précéder, ou qui ne dit rien. */
export const verifierSuite = (
  affaire: { readonly genre: GenreAffaire; readonly recuLe: string; readonly suites: readonly SuiteFaite[] },
  voulue: SuiteFaite & { readonly texte: string },
  jour: string,
): RefusSuite | undefined => {
  const faites = new Set(affaire.suites.map((s) => s.genre))
  if (faites.has('cloture'))
    return { champ: 'genre', phrase: 'Cette affaire est close : ouvrez-en une autre.' }
  if (!genresAffaire[affaire.genre].suites.includes(voulue.genre))
    return { champ: 'genre', phrase: 'Choisissez une réponse de la liste.' }
  if (voulue.le < affaire.recuLe)
    return { champ: 'le', phrase: 'Cette suite viendrait avant ce qu’elle traite.' }
  if (voulue.le > jour)
    return { champ: 'le', phrase: 'Une suite s’écrit quand elle a eu lieu : cette date est à venir.' }
  if (voulue.genre === 'mise-en-oeuvre' && !faites.has('accorder'))
    return { champ: 'genre', phrase: 'Décidez d’abord de l’adaptation ; la mesure vient ensuite.' }
  // Chiffrés, ces mots ne se pèseront plus : c’est en les écrivant qu’on voit s’ils disent quelque chose.
  if (genresAffaire[affaire.genre].protege && prouve.has(voulue.genre) && !ditAssez(voulue.texte, 1))
    return { champ: 'texte', phrase: 'Dites ce qui est décidé, ou fait : « RAS » n’apprend rien à personne.' }
  const avant: readonly GenreSuite[] = {
    reclamation: ['reponse'],
    difficulte: ['reponse'],
    alea: ['reponse'],
    signalement: ['mesure'],
    adaptation: ['mise-en-oeuvre', 'refuser'],
  }[affaire.genre] as readonly GenreSuite[]
  if (voulue.genre === 'cloture' && !avant.some((g) => faites.has(g)))
    return { champ: 'genre', phrase: `On clôt après : ${avant.map((g) => motsSuite[g]).join(', ou ')}.` }
  return undefined
}
