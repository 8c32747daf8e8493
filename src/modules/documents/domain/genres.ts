// Long parce que la fiche de chaque genre se lit d’un trait, avec ce qu’elle engage.
/**
 * La fiche de chaque genre de pièce : le seul endroit qui sait ce qu’un genre engage, qui le signe, qui le lit, combien de temps il se
 * garde. Tout le reste demande `genresQui(…)`. Ce que la base en sait (`app.fiches_de_genres`) en est tiré (`tools/regles-en-base.ts`).
 */
export type Partie = 'client' | 'organisme'

/**
 * Par quoi une pièce est « sienne » : la personne anime la session, suit le client, ou agit pour l’enseigne d’une pièce sans session.
 */
export const relations = ['anime', 'suit', 'enseigne'] as const
export type Relation = (typeof relations)[number]

/** Le classeur où la pièce se garde ; ses durées sont datées et sourcées dans `donnees/domain/conservation.ts`. */
export type Classeur = 'comptable' | 'realisation' | 'engagement' | 'remise' | 'representation' | 'discipline'

export type Fiche = {
  /** « CV » de CV-2027-0001. Deux genres peuvent partager leur série. */
  readonly serie: string
  readonly nom: string
  /** Comme on la nomme dans une phrase : « la convention », « l’avenant ». */
  readonly defini: string
  readonly feminin: boolean
  /** Ce dont elle parle : le genre de l’objet auquel elle tient, et par lequel elle est « sienne » ou non. */
  readonly objet:
    | 'session'
    | 'dossier'
    | 'inscription'
    | 'facture'
    | 'organisme'
    | 'mission'
    | 'activite-commune'
  /** Engage l’organisme envers un client : dans une CAE, rien de cela ne part sans visa. */
  readonly engage: boolean
  /** Dans une CAE, se vise avant d’être émise, sur son projet. */
  readonly viseAvant?: true
  /** Dans une CAE, se vise sur la page de ce dont elle parle, avant d’exister ; ses plafonds sont ceux des autres genres. */
  readonly viseAilleurs?: true
  /** Les parties dont la signature est attendue. */
  readonly signent: readonly Partie[]
  /** Comment une phrase nomme la partie « client », quand elle n’en est pas un : « l’autre coopérative ». */
  readonly autrePartie?: string
  /**
   * `plancher` : les années, depuis l’émission, avant lesquelles la base refuse d’effacer la pièce ; zéro : rien ne l’impose.
   * `siSignee` : le plancher ne vaut que d’une pièce signée.
   */
  readonly conserve: { readonly classeur: Classeur; readonly plancher: number; readonly siSignee?: true }
  /** Comment elle part par courriel : à signer, contre un accusé, simplement jointe. `jamais` : en main propre ou par la poste. */
  readonly envoi: 'a-signer' | 'contre-accuse' | 'jointe' | 'jamais'
  /**
   * Qui la lit dans la coopérative : qui tient ce droit (`organisme/domain/droits.ts`), et par quelles relations la pièce est « sienne »
   * pour un droit limité à ce qui l’est. Personne d’autre.
   */
  readonly lecteurs: { readonly droit: string; readonly siens: readonly Relation[] }
  /** Ce que peut signer une délégation qui la couvre (`organisme/domain/signataires.ts`) : qui la tient lit la pièce ; rien : personne par délégation. */
  readonly delegation: string | null
  /** Les espaces sans compte où elle se lit, quand elle parle de qui tient le lien. */
  readonly espaces: readonly ('stagiaire' | 'client' | 'intervenant')[]
  /** Ses données figées disent les demi-journées qu’elle promet. */
  readonly promet: boolean
  /** La famille sous laquelle les contrôles la comparent aux autres ; nulle : ils ne la lisent pas. */
  readonly controlee: 'convention' | 'convocation' | 'certificat' | 'attestation' | null
  /** Les faits du référentiel qualité qu’elle porte devant un auditeur ; aucun : un audit ne l’ouvre pas. */
  readonly porteLeFait: readonly string[]
  /** Chiffrée partout où elle est gardée, octets compris ; chaque lecture est consignée ; elle ne voyage ni en archive ni par courriel. */
  readonly sensible: boolean
}

/** La marque d’une preuve que la coopérative délivre : elle signe seule, et la remet contre un accusé. */
const preuve = {
  promet: false,
  controlee: null,
  objet: 'inscription',
  engage: false,
  signent: ['organisme'],
  conserve: { classeur: 'realisation', plancher: 3 },
  envoi: 'contre-accuse',
  lecteurs: { droit: 'emargement.lire', siens: ['anime'] },
  delegation: 'certificat-realisation',
  sensible: false,
} as const
const engagement = {
  promet: true,
  controlee: 'convention',
  objet: 'dossier',
  engage: true,
  signent: ['client', 'organisme'],
  conserve: { classeur: 'engagement', plancher: 3, siSignee: true },
  envoi: 'a-signer',
  lecteurs: { droit: 'engagements.lire', siens: ['anime'] },
  espaces: ['stagiaire', 'client'],
  sensible: false,
} as const
const comptable = {
  promet: false,
  controlee: null,
  objet: 'facture',
  engage: false,
  viseAvant: true,
  signent: [],
  conserve: { classeur: 'comptable', plancher: 10 },
  envoi: 'jointe',
  lecteurs: { droit: 'facturation.lire', siens: ['anime', 'suit', 'enseigne'] },
  delegation: null,
  espaces: ['stagiaire', 'client'],
  porteLeFait: [],
  sensible: false,
} as const

// Ce que deux coopératives signent d’une mission : ses deux visas sont ceux de la mission même.
const deMission = {
  promet: false,
  controlee: null,
  objet: 'mission',
  engage: false,
  signent: ['client', 'organisme'],
  conserve: { classeur: 'engagement', plancher: 3, siSignee: true },
  envoi: 'a-signer',
  lecteurs: { droit: 'engagements.lire', siens: [] },
  espaces: [],
  sensible: false,
} as const

export const genres = {
  // Le client seul approuve un devis.
  devis: {
    ...engagement,
    promet: false,
    controlee: null,
    serie: 'DV',
    nom: 'Devis',
    defini: 'le devis',
    feminin: false,
    signent: ['client'],
    delegation: 'devis',
    porteLeFait: [],
  },
  programme: {
    serie: 'PG',
    nom: 'Programme de formation',
    promet: false,
    controlee: null,
    defini: 'le programme',
    feminin: false,
    objet: 'session',
    engage: false,
    signent: [],
    conserve: { classeur: 'remise', plancher: 0 },
    envoi: 'jointe',
    lecteurs: { droit: 'catalogue.lire', siens: [] },
    delegation: null,
    espaces: ['intervenant'],
    porteLeFait: [],
    sensible: false,
  },
  convention: {
    ...engagement,
    serie: 'CV',
    nom: 'Convention de formation',
    defini: 'la convention',
    feminin: true,
    delegation: 'convention',
    porteLeFait: ['4b', '5b'],
  },
  contrat: {
    ...engagement,
    serie: 'CT',
    nom: 'Contrat de formation',
    defini: 'le contrat',
    feminin: false,
    delegation: 'contrat',
    // Une personne conclut le contrat, à ses frais : aucune entreprise n’en est partie (C. trav., L6353-3).
    espaces: ['stagiaire'],
    porteLeFait: ['4b', '5b'],
  },
  avenant: {
    ...engagement,
    serie: 'AV',
    nom: 'Avenant',
    defini: 'l’avenant',
    feminin: false,
    delegation: 'avenant',
    porteLeFait: ['5b'],
  },
  'reglement-interieur': {
    serie: 'RI',
    nom: 'Règlement intérieur',
    promet: false,
    controlee: null,
    defini: 'le règlement intérieur',
    feminin: false,
    objet: 'organisme',
    engage: false,
    signent: ['organisme'],
    conserve: { classeur: 'remise', plancher: 0 },
    envoi: 'contre-accuse',
    lecteurs: { droit: 'organisme.lire', siens: [] },
    delegation: 'certificat-realisation',
    espaces: [],
    porteLeFait: [],
    sensible: false,
  },
  'information-stagiaire': {
    serie: 'IS',
    nom: 'Informations remises au stagiaire',
    promet: false,
    controlee: null,
    defini: 'la fiche d’informations',
    feminin: true,
    objet: 'inscription',
    engage: false,
    signent: [],
    conserve: { classeur: 'remise', plancher: 0 },
    envoi: 'contre-accuse',
    lecteurs: { droit: 'inscriptions.lire', siens: ['anime', 'suit'] },
    delegation: null,
    espaces: ['stagiaire'],
    porteLeFait: ['9b'],
    sensible: false,
  },
  convocation: {
    serie: 'CO',
    nom: 'Convocation',
    promet: true,
    controlee: 'convocation',
    defini: 'la convocation',
    feminin: true,
    objet: 'inscription',
    engage: false,
    signent: [],
    conserve: { classeur: 'remise', plancher: 0 },
    envoi: 'contre-accuse',
    lecteurs: { droit: 'inscriptions.lire', siens: ['anime', 'suit'] },
    delegation: null,
    espaces: ['stagiaire'],
    porteLeFait: ['9a'],
    sensible: false,
  },
  'feuille-emargement': {
    ...preuve,
    serie: 'EM',
    nom: 'Feuille d’émargement',
    defini: 'la feuille d’émargement',
    feminin: true,
    objet: 'session',
    // Elle porte déjà les signatures de la salle.
    signent: [],
    envoi: 'jamais',
    delegation: null,
    // Elle nomme toute la salle.
    espaces: ['intervenant'],
    porteLeFait: ['10c', '12b'],
  },
  'extrait-presence': {
    ...preuve,
    serie: 'EP',
    nom: 'Extrait de présence',
    defini: 'l’extrait de présence',
    feminin: false,
    espaces: ['stagiaire'],
    porteLeFait: [],
  },
  'certificat-realisation': {
    ...preuve,
    serie: 'CR',
    nom: 'Certificat de réalisation',
    controlee: 'certificat',
    defini: 'le certificat de réalisation',
    feminin: false,
    espaces: ['stagiaire', 'client'],
    porteLeFait: ['11b'],
  },
  // Une part achevée d’une action qui continue : sa série à elle, pour que « certifiée » ne se dise que de l’action entière.
  'certificat-intermediaire': {
    ...preuve,
    serie: 'CI',
    nom: 'Certificat de réalisation d’une période',
    defini: 'le certificat de période',
    feminin: false,
    espaces: ['stagiaire', 'client'],
    porteLeFait: [],
  },
  // L’employeur lit ce qui prouve, jamais les résultats de la personne.
  attestation: {
    ...preuve,
    serie: 'AT',
    nom: 'Attestation de fin de formation',
    controlee: 'attestation',
    defini: 'l’attestation',
    feminin: true,
    espaces: ['stagiaire'],
    porteLeFait: ['11a'],
  },
  'pv-delegues': {
    ...preuve,
    serie: 'PV',
    nom: 'Procès-verbal des délégués',
    defini: 'le procès-verbal des délégués',
    feminin: false,
    objet: 'session',
    conserve: { classeur: 'representation', plancher: 3 },
    envoi: 'jamais',
    espaces: [],
    porteLeFait: [],
  },
  'acte-disciplinaire': {
    serie: 'AD',
    nom: 'Acte d’une procédure disciplinaire',
    promet: false,
    controlee: null,
    defini: 'l’acte disciplinaire',
    feminin: false,
    objet: 'inscription',
    engage: false,
    signent: ['organisme'],
    conserve: { classeur: 'discipline', plancher: 3 },
    // R6352-5 : par lettre recommandée, ou en main propre contre décharge.
    envoi: 'jamais',
    lecteurs: { droit: 'discipline.conduire', siens: [] },
    delegation: null,
    // Un lien se transmet et se perd : la personne la reçoit en main propre, et dans l’archive de ses données si elle la demande.
    espaces: [],
    porteLeFait: [],
    sensible: true,
  },
  'contrat-de-mission': {
    ...deMission,
    serie: 'CM',
    nom: 'Contrat de mission',
    defini: 'le contrat de mission',
    feminin: false,
    autrePartie: 'l’autre coopérative',
    viseAilleurs: true,
    delegation: 'sous-traitance',
    porteLeFait: [],
  },
  // L’employeur et la personne : les tâches, les heures et le lieu d’un prêt (C. trav., L8241-2).
  'avenant-de-pret': {
    ...deMission,
    serie: 'AP',
    nom: 'Avenant de prêt',
    defini: 'l’avenant de prêt',
    feminin: false,
    autrePartie: 'la personne',
    // Un contrat de travail : qui vise le lit, et la direction ; la personne, sur sa mission.
    lecteurs: { droit: 'pieces.viser', siens: [] },
    delegation: null,
    porteLeFait: [],
  },
  // Une personne et la coopérative : un exemplaire chacune, au même texte (décret n° 2015-1363).
  'convention-commune': {
    ...engagement,
    promet: false,
    controlee: null,
    serie: 'AC',
    nom: 'Convention d’activité commune',
    defini: 'la convention d’activité commune',
    feminin: true,
    objet: 'activite-commune',
    autrePartie: 'la personne',
    lecteurs: { droit: 'engagements.lire', siens: ['enseigne'] },
    delegation: null,
    espaces: [],
    porteLeFait: [],
  },
  // Un acompte est une facture : il prend son rang dans la même série. Les avoirs ont la leur (242 nonies A, I, 7°).
  facture: { ...comptable, serie: 'FA', nom: 'Facture', defini: 'la facture', feminin: true },
  'facture-acompte': {
    ...comptable,
    serie: 'FA',
    nom: 'Facture d’acompte',
    defini: 'la facture d’acompte',
    feminin: true,
  },
  avoir: { ...comptable, serie: 'AVR', nom: 'Avoir', defini: 'l’avoir', feminin: false },
} as const satisfies Record<string, Fiche>

export type GenrePiece = keyof typeof genres
/** Ceux qui engagent l’organisme envers le client d’un dossier, pour le typage. */
export type GenreQuiEngage = {
  [G in GenrePiece]: (typeof genres)[G] extends { readonly engage: true; readonly objet: 'dossier' }
    ? G
    : never
}[GenrePiece]
/** Les droits que les fiches nomment : qui les lit vérifie, au typage, que chacun existe. */
export type DroitDeLecture = (typeof genres)[GenrePiece]['lecteurs']['droit']

export const asGenre = (texte: string): GenrePiece | undefined =>
  Object.hasOwn(genres, texte) ? (texte as GenrePiece) : undefined

/** La fiche d’un genre lu de la base ; rien s’il n’est pas (ou plus) des nôtres : il n’ouvre alors aucun droit. */
export const ficheDe = (
  texte: string,
): (Fiche & { readonly lecteurs: { droit: DroitDeLecture } }) | undefined => {
  const genre = asGenre(texte)
  return genre && genres[genre]
}

/** Ce qui engage la coopérative et se vise sans qu’une pièce en naisse ; ses plafonds sont ceux des autres genres. */
export const viseSansPiece = {
  'location-d-un-bien': 'Location d’une salle ou d’un matériel',
  'achat-rejoint': 'Achat rejoint avec un pôle',
} as const

export const nomDuGenre = (texte: string): string =>
  ficheDe(texte)?.nom ??
  (Object.hasOwn(viseSansPiece, texte) ? viseSansPiece[texte as keyof typeof viseSansPiece] : texte)

/** « la convention », « le devis » ; un genre inconnu garde son nom. */
export const leGenre = (texte: string): string => ficheDe(texte)?.defini ?? texte
/** « de la convention », « du devis ». */
export const duGenre = (texte: string): string => {
  const le = leGenre(texte)
  return le.startsWith('le ') ? `du ${le.slice(3)}` : `de ${le}`
}

export const listeGenres = Object.keys(genres) as readonly GenrePiece[]
/** Les genres qu’un audit peut ouvrir : ceux qui portent au moins un fait du référentiel. */
export const genresDAudit: readonly GenrePiece[] = listeGenres.filter((g) => genres[g].porteLeFait.length > 0)

/** Ce qu’une délégation doit couvrir pour signer ce genre ; rien : il ne se délègue pas. Un genre inconnu non plus. */
export const delegationDe = (genre: string): (typeof genres)[GenrePiece]['delegation'] =>
  asGenre(genre) ? genres[asGenre(genre) as GenrePiece].delegation : null

/** Ce genre part-il par courriel ? Un genre inconnu, jamais. */
export const partParCourriel = (genre: string): boolean => {
  const fiche = ficheDe(genre)
  return fiche !== undefined && fiche.envoi !== 'jamais'
}

/** Où une pièce de ce genre se garde ; rien si le genre n’est pas des nôtres. */
export const classeurDe = (genre: string): Classeur | undefined => ficheDe(genre)?.conserve.classeur

type Criteres = {
  readonly engage: true
  readonly viseAvant: true
  readonly viseAilleurs: true
  readonly promet: true
  readonly feminin: true
  readonly sensible: true
  readonly signent: Partie
  readonly envoi: Fiche['envoi']
  readonly conserve: Classeur
  readonly espaces: Fiche['espaces'][number]
  readonly porteLeFait: string
}
/** La partie qui n’est pas l’organisme, dans une phrase : « le client », « l’autre coopérative ». */
export const autrePartie = (genre: string): string => ficheDe(genre)?.autrePartie ?? 'le client'

const satisfait = (f: Fiche, critere: keyof Criteres, valeur: unknown): boolean => {
  const dit = critere === 'conserve' ? f.conserve.classeur : f[critere]
  return Array.isArray(dit) ? dit.includes(valeur) : dit === valeur
}

/** `genresQui('engage')`, `genresQui('conserve', 'comptable')` : les genres dont la fiche le dit, dans l’ordre des fiches. */
export const genresQui = <C extends keyof Criteres>(
  critere: C,
  ...valeur: true extends Criteres[C] ? [] : [Criteres[C]]
): readonly GenrePiece[] => listeGenres.filter((g) => satisfait(genres[g], critere, valeur[0] ?? true))

/** Ce genre est-il de ceux dont la fiche le dit ? Un genre inconnu ne satisfait rien. */
export const estDe = <C extends keyof Criteres>(
  genre: string,
  critere: C,
  ...valeur: true extends Criteres[C] ? [] : [Criteres[C]]
): boolean => {
  const fiche = ficheDe(genre)
  return fiche !== undefined && satisfait(fiche, critere, valeur[0] ?? true)
}
