/**
 * Les documents que des coopératives d’un pôle mettent en commun : de qui ils sont, ce que leur licence permet, ce dont ils partent. La copie que
 * l’on en prend est à soi, et dit d’où elle vient.
 */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import type { Id, OrganismeId } from '#kernel/id.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import type { Licence } from '#modules/pole/index.ts'

export type RessourceId = Id<'Ressource'>
export type VersionId = Id<'VersionDeRessource'>
export type CopieId = Id<'CopieDeRessource'>

/** Un modèle dit le droit d’un jour : il porte la date où celui-ci fut vérifié. */
export const genres = {
  support: { nom: 'Support de formation', modele: false },
  deroule: { nom: 'Déroulé pédagogique', modele: false },
  convention: { nom: 'Modèle de convention ou de contrat', modele: true },
  charte: { nom: 'Modèle de charte, de règlement', modele: true },
  'livret-accueil': { nom: 'Modèle de livret d’accueil', modele: true },
  procedure: { nom: 'Modèle de procédure', modele: true },
} as const
export type GenreDeRessource = keyof typeof genres
export const genresDeRessource = Object.keys(genres) as [GenreDeRessource, ...GenreDeRessource[]]

/** Qui ouvre le fichier peut-il le lire autrement qu’avec les yeux et une souris ? Déclaré, jamais deviné. */
export const accessibilites = {
  verifiee: 'vérifiée',
  partielle: 'partielle',
  'a-verifier': 'pas encore vérifiée',
} as const
export type Accessibilite = keyof typeof accessibilites

/** Ce sous quoi se diffuse ce qui part d’une œuvre, licence par licence. « SA » : à l’identique. Rien ne part d’une œuvre réservée sans accord. */
const heritages: Readonly<Record<Licence, readonly Licence[]>> = {
  'cc-by': ['cc-by', 'cc-by-sa', 'cc-by-nc-sa', 'pole', 'reserve'],
  'cc-by-sa': ['cc-by-sa'],
  'cc-by-nc-sa': ['cc-by-nc-sa'],
  pole: ['pole'],
  reserve: [],
}
/** « source > œuvre » : ce que la base vérifie elle-même. */
export const licencesHeritees: readonly string[] = Object.entries(heritages).flatMap(([source, permises]) =>
  permises.map((l) => `${source} > ${l}`),
)
export const seDiffuseSous = (source: Licence, licence: Licence): boolean =>
  heritages[source].includes(licence)
/** Celles dont une copie se prend sans demander. */
export const licencesQuiSeReprennent = [
  'cc-by',
  'cc-by-sa',
  'cc-by-nc-sa',
  'pole',
] as const satisfies readonly Licence[]

const textes: Partial<Record<Licence, string>> = {
  'cc-by': 'https://creativecommons.org/licenses/by/4.0/deed.fr',
  'cc-by-sa': 'https://creativecommons.org/licenses/by-sa/4.0/deed.fr',
  'cc-by-nc-sa': 'https://creativecommons.org/licenses/by-nc-sa/4.0/deed.fr',
}
/** Où se lit le texte d’une licence publique ; rien pour les autres. */
export const texteDeLicence = (l: Licence): string | undefined => textes[l]

export type Version = {
  readonly id: VersionId
  readonly rang: number
  readonly note: string
  readonly auteurs: string
  readonly titulaire: string
  readonly licence: Licence
  /** Ce dont elle part, en clair ; vide : rien. */
  readonly dApres: string
  readonly dApresLicence: Licence | null
  /** Ce qui, dedans, est à d’autres ; vide : qui dépose dit qu’il n’y a rien. */
  readonly tiers: string
  readonly accessibilite: Accessibilite
  readonly acces: string
  /** Le dernier jour où le droit qu’elle dit a été vérifié. */
  readonly valableAu: DateCivile | null
  readonly sources: string
  readonly fichierNom: string
  readonly fichierType: string
  readonly taille: number
  readonly le: Date
  /** Déposée par la personne qui regarde. */
  readonly mienne: boolean
}
export type Relecture = {
  readonly version: VersionId
  readonly rang: number
  readonly avis: 'bon' | 'a-reprendre'
  readonly mot: string
  readonly par: string
  readonly cooperative: string
  readonly le: Date
  readonly mienne: boolean
}
/** Une ressource vue d’ici, à sa dernière version. */
export type Ressource = {
  readonly id: RessourceId
  readonly organisme: OrganismeId
  readonly cooperative: string
  readonly pole: string
  readonly nomDuPole: string
  readonly titre: string
  readonly genre: GenreDeRessource
  readonly publics: string
  readonly duree: string
  readonly prerequis: string
  readonly langues: string
  readonly retireeLe: Date | null
  readonly mienne: boolean
  readonly rang: number
  readonly licence: Licence
  readonly auteurs: string
  readonly valableAu: DateCivile | null
  readonly verseeLe: Date
  readonly accessibilite: Accessibilite
  readonly bonnes: number
  readonly aReprendre: number
  /** De la nôtre : combien de coopératives en ont pris une copie. */
  readonly copies: number | null
  /** Le rang de la dernière version que nous avons prise. */
  readonly notreCopie: number | null
}
export type Copie = Pick<
  Version,
  | 'auteurs'
  | 'titulaire'
  | 'licence'
  | 'dApres'
  | 'dApresLicence'
  | 'tiers'
  | 'valableAu'
  | 'sources'
  | 'rang'
> & {
  readonly id: CopieId
  readonly ressource: RessourceId
  readonly version: VersionId
  readonly titre: string
  readonly genre: GenreDeRessource
  readonly cooperative: string
  readonly nomDuPole: string
  /** Le rang de la dernière version qui se prend aujourd’hui. */
  readonly dernier: number
  readonly fichierNom: string
  readonly fichierType: string
  readonly priseLe: Date
}

/** Le droit que dit un modèle n’a plus été vérifié depuis son dernier jour. */
export const estPerimee = (r: { readonly valableAu: DateCivile | null }, jour: DateCivile): boolean =>
  r.valableAu !== null && r.valableAu < jour

export const aUneVersionPlusRecente = (c: Pick<Copie, 'rang' | 'dernier'>): boolean => c.dernier > c.rang

/**
 * Ce que toute copie qui sort dit d’elle : l’œuvre, ses auteurs, ses droits, sa licence, ce dont elle part, ce qui est à d’autres. Une ligne par fait,
 * comme les licences CC le demandent (BY : titre, auteur, source, licence, et que l’on a pu la changer).
 */
export const attributionDe = (
  c: Omit<
    Copie,
    'id' | 'ressource' | 'version' | 'genre' | 'dernier' | 'fichierNom' | 'fichierType' | 'priseLe'
  > & {
    readonly nomDeLaLicence: string
    /** De la licence de ce dont elle part. */
    readonly nomDeLaSource: string
  },
  par: {
    readonly cooperative: string
    readonly jour: DateCivile
    /** Le fichier s’ouvre, et aucune copie n’est prise. */
    readonly lue?: boolean
  },
): readonly (readonly [quoi: string, dit: string])[] => {
  const ou = texteDeLicence(c.licence)
  return [
    ['Œuvre', `« ${c.titre} », version ${c.rang}`],
    ['Auteurs', c.auteurs],
    ['Titulaire des droits', c.titulaire],
    ['Source', `${c.cooperative}, ${c.nomDuPole}${c.sources ? `, ${c.sources}` : ''}`],
    ['Licence', `${c.nomDeLaLicence}${ou ? `, ${ou}` : ''}`],
    ...(c.dApres ? ([['D’après', c.dApres]] as const) : []),
    ...(c.nomDeLaSource ? ([['Licence de ce dont elle part', c.nomDeLaSource]] as const) : []),
    ['Contenus de tiers', c.tiers || 'aucun, dit qui l’a déposée'],
    ...(c.valableAu ? ([['Droit vérifié jusqu’au', formaterDate(c.valableAu)]] as const) : []),
    [
      'Copie',
      par.lue
        ? `ouverte par ${par.cooperative} le ${formaterDate(par.jour)}, pour la lire`
        : `prise par ${par.cooperative} le ${formaterDate(par.jour)} ; ${par.cooperative} écrit ce qu’elle y change ensuite`,
    ],
  ]
}
/** Ce que la base garde d’une attribution, au plus. */
export const ATTRIBUTION_MAX = 6000
/** En une ligne, pour ce qui part de cette copie ; et ce dont elle part elle-même, de génération en génération. */
export const citerEnUneLigne = (
  c: Pick<Copie, 'titre' | 'rang' | 'auteurs' | 'titulaire' | 'cooperative' | 'dApres'>,
  nomDeLaLicence: string,
): string =>
  `« ${c.titre} », version ${c.rang}, de ${c.auteurs} (droits : ${c.titulaire}), déposé par ${c.cooperative}, sous ${nomDeLaLicence}${c.dApres ? `, d’après : ${c.dApres}` : ''}`

const phrases: Readonly<Record<string, string>> = {
  refuse: 'Vous ne pouvez pas faire ce geste : qui prépare des sessions pour toute la coopérative le fait.',
  introuvable: 'Ce document, ou cette version, n’est plus là : relisez la page.',
  depassee: 'Une version plus récente est arrivée entre-temps : relisez la page.',
  heritage:
    'La licence de ce dont vous partez ne le permet pas : ce qui part d’une œuvre « SA » garde sa licence, et rien ne part d’une œuvre réservée.',
  'autre-pole': 'La licence de cette copie vaut dans son pôle seulement : déposez-y ce qui en part.',
  sienne: 'Vous l’avez déposée : une autre personne la relit.',
  'copie-tue':
    'Ce fichier est celui d’une copie que la coopérative a prise : dites qu’il en part, et choisissez-la.',
  reserve: 'Tous droits réservés : demandez une copie à la coopérative qui l’a déposée.',
}
/** Rien : ce mot n’est pas un refus. */
export const direRefusDeRessource = (code: string): Refus | undefined => {
  const phrase = Object.hasOwn(phrases, code) ? phrases[code] : undefined
  return phrase ? refus(code, phrase) : undefined
}
