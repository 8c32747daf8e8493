// Long parce que la table des étapes se lit d’un trait : qui envoie quoi, à qui, quand, et d’où vient le délai.
/**
 * Les étapes d’une session : ce qui s’envoie, se demande ou s’attend ; à qui, quand, et d’où vient le délai. Chacune dit qui la
 * conduit : nous (`ici`), un module qui a déjà sa tournée (on la montre, on ne la double pas), ou une personne (`geste`).
 */
import { delaiCertificat } from '#kernel/delais.ts'
import type { Mot } from './mots.ts'

export type Public = 'stagiaires' | 'clients' | 'intervenants' | 'financeurs'

export type Conduite =
  /** Notre tournée : une pièce que le module des inscriptions ou de l’émargement remet, ou un message d’ici. */
  | 'ici'
  /** La tournée des questionnaires, réglée chez eux. */
  | 'questionnaires'
  /** Celle des contrôles : rappels et avis d’absence. */
  | 'controles'
  /** Une personne le fait : signer, émettre, facturer. */
  | 'geste'

type Fixe = {
  readonly nom: string
  readonly court: string
  readonly publics: Public
  readonly conduite: Conduite
  /** `demi` : à chaque demi-journée, dès son début. */
  readonly ancre: 'debut' | 'fin' | 'demi'
  /** Jours depuis l’ancre ; avant elle, négatif. */
  readonly ecart: number
  /** Active dès le premier jour (rien ne part pour autant : il faut l’armer). */
  readonly active: boolean
  /** Jours après le premier envoi où l’on rappelle qui n’a pas accusé réception. Vide : on ne rappelle pas. */
  readonly relances: readonly number[]
  readonly phrase: string
  /** `loi` : le texte oblige à la chose. `usage` : pratique du secteur. `choix` : le nôtre. Le jour est toujours un choix. */
  readonly source: { readonly marque: 'loi' | 'usage' | 'choix'; readonly texte: string }
  /** Un message d’ici : ses mots proposés. Absent : les mots sont ceux du module qui l’envoie. */
  readonly message?: { readonly objet: string; readonly corps: string }
  /** Ce que ses mots peuvent nommer en plus des mots communs. */
  readonly mots?: readonly Mot[]
  /** Sans ce mot, le message ne servirait à rien. */
  readonly exige?: Mot
}

// Permis : des étapes, dont certaines portent le nom de la pièce qui part.
const tousLesTextes = {
  // ─── Stagiaires ────────────────────────────────────────────────────────────────────────────────
  besoin: {
    nom: 'Analyse du besoin',
    court: 'Besoin',
    publics: 'stagiaires',
    conduite: 'questionnaires',
    ancre: 'debut',
    ecart: -30,
    active: true,
    relances: [],
    phrase: 'Ce que la personne attend, avant la proposition.',
    source: { marque: 'usage', texte: 'RNQ, indicateur 4 ; jour réglé avec les questionnaires' },
  },
  positionnement: {
    nom: 'Positionnement',
    court: 'Positionnement',
    publics: 'stagiaires',
    conduite: 'questionnaires',
    ancre: 'debut',
    ecart: -15,
    active: true,
    relances: [],
    phrase: 'Où elle se situe, avant d’entrer.',
    source: { marque: 'usage', texte: 'RNQ, indicateur 8 ; L6353-9 ; jour réglé avec les questionnaires' },
  },
  information: {
    nom: 'Informations, programme, règlement',
    court: 'Informations',
    publics: 'stagiaires',
    conduite: 'ici',
    ancre: 'debut',
    ecart: -21,
    active: true,
    relances: [4, 8],
    phrase: 'Avant l’inscription définitive, par un lien qui en recueille l’accusé.',
    source: { marque: 'loi', texte: 'C. trav., art. L6353-8 et L6352-3 ; le jour est un choix' },
    mots: ['nom', 'lien', 'piece', 'numero'],
    exige: 'lien',
  },
  convocation: {
    nom: 'Convocation',
    court: 'Convocation',
    publics: 'stagiaires',
    conduite: 'ici',
    ancre: 'debut',
    ecart: -7,
    active: true,
    relances: [3],
    phrase: 'Une semaine avant : où, quand, avec qui, et les pièces jointes.',
    source: { marque: 'usage', texte: 'sept jours : usage du secteur, qu’aucun texte ne fixe' },
    mots: ['nom', 'lien', 'piece', 'numero'],
    exige: 'lien',
  },
  veille: {
    nom: 'Rappel de la veille',
    court: 'Veille',
    publics: 'stagiaires',
    conduite: 'ici',
    ancre: 'debut',
    ecart: -1,
    active: false,
    relances: [],
    phrase: 'Un mot la veille, avec l’heure et le lieu.',
    source: { marque: 'choix', texte: 'choix de Coforme, inactif au départ' },
    message: {
      objet: 'Demain : {formation}',
      corps: `Bonjour {prenom},

Votre formation « {formation} » commence demain, {debut}, à {heure}.
Lieu : {lieu}.
Avec {formateur}.

Un empêchement ? Répondez à ce message, ou appelez {organisme} au {telephone}.

{organisme}`,
    },
  },
  'lien-emargement': {
    nom: 'Lien d’émargement',
    court: 'Émargement',
    publics: 'stagiaires',
    conduite: 'ici',
    ancre: 'demi',
    ecart: 0,
    active: true,
    relances: [],
    phrase: 'Au début de chaque demi-journée, à qui n’a pas encore de lien.',
    source: {
      marque: 'loi',
      texte: 'R6313-3 et L6362-6 : la présence se prouve ; le moyen et l’heure sont un choix',
    },
    mots: ['lien', 'demi_journee'],
    exige: 'lien',
  },
  'rappel-signature': {
    nom: 'Rappel à qui n’a pas signé',
    court: 'Rappel',
    publics: 'stagiaires',
    conduite: 'controles',
    ancre: 'demi',
    ecart: 0,
    active: true,
    relances: [],
    phrase: 'Un lien de plus, une fois, à la fin de la demi-journée.',
    source: { marque: 'choix', texte: 'réglé avec les contrôles' },
  },
  chaud: {
    nom: 'Avis à chaud',
    court: 'À chaud',
    publics: 'stagiaires',
    conduite: 'questionnaires',
    ancre: 'fin',
    ecart: 0,
    active: true,
    relances: [],
    phrase: 'Le dernier jour, une fois la dernière demi-journée finie.',
    source: { marque: 'usage', texte: 'RNQ, indicateur 30 ; jour réglé avec les questionnaires' },
  },
  certificat: {
    nom: 'Certificat de réalisation',
    court: 'Certificat',
    publics: 'stagiaires',
    conduite: 'geste',
    ancre: 'fin',
    ecart: delaiCertificat(),
    active: true,
    relances: [],
    phrase: 'Signé par la direction, remis par un lien. Le logiciel ne signe rien à sa place.',
    source: { marque: 'loi', texte: 'R6332-26, arrêté du 21/12/2018 ; le jour : usage' },
  },
  merci: {
    nom: 'Mot d’après la formation',
    court: 'Après',
    publics: 'stagiaires',
    conduite: 'ici',
    ancre: 'fin',
    ecart: 2,
    active: false,
    relances: [],
    phrase: 'Où retrouver ses papiers, et à qui écrire.',
    source: { marque: 'choix', texte: 'choix de Coforme, inactif au départ' },
    message: {
      objet: 'Après « {formation} »',
      corps: `Bonjour {prenom},

Votre formation « {formation} » est finie. Vos papiers (attestation, certificat) vous arrivent à cette adresse dès qu’ils sont signés.

Une question, une difficulté, une réclamation ? Répondez à ce message : {organisme} vous lit.

{organisme}`,
    },
  },
  froid: {
    nom: 'Avis à froid',
    court: 'À froid',
    publics: 'stagiaires',
    conduite: 'questionnaires',
    ancre: 'fin',
    ecart: 60,
    active: true,
    relances: [],
    phrase: 'Deux à trois mois après.',
    source: { marque: 'usage', texte: 'RNQ, indicateurs 30 et 32 ; jour réglé avec les questionnaires' },
  },
  // ─── Clients ───────────────────────────────────────────────────────────────────────────────────
  convention: {
    nom: 'Convention ou contrat',
    court: 'Convention',
    publics: 'clients',
    conduite: 'geste',
    ancre: 'debut',
    ecart: -15,
    active: true,
    relances: [],
    phrase: 'Signée avant le début ; le contrat d’un particulier, avant tout paiement.',
    source: {
      marque: 'loi',
      texte: 'L6353-1, L6353-3 ; la convention avant le début, et quinze jours : choix',
    },
  },
  'client-avant': {
    nom: 'Message au client, avant',
    court: 'Avant',
    publics: 'clients',
    conduite: 'ici',
    ancre: 'debut',
    ecart: -7,
    active: false,
    relances: [],
    phrase: 'Les dates, le lieu et le nom de ses salariés convoqués.',
    source: { marque: 'choix', texte: 'choix de Coforme, inactif au départ' },
    message: {
      objet: '{formation} : les dates et les personnes attendues',
      corps: `Bonjour {prenom},

« {formation} », {dates}.
Lieu : {lieu}.
Personnes inscrites par {client} : {stagiaires}.

Chacune reçoit sa convocation. Un changement ? Répondez à ce message.

{organisme}`,
    },
    mots: ['client', 'stagiaires'],
  },
  'avis-employeur': {
    nom: 'Absences dites à l’acheteur',
    court: 'Absences',
    publics: 'clients',
    conduite: 'controles',
    ancre: 'demi',
    ecart: 0,
    active: true,
    relances: [],
    phrase: 'Dès que la feuille est close : qui et quand, jamais pourquoi.',
    source: { marque: 'usage', texte: 'réglé avec les contrôles' },
  },
  facture: {
    nom: 'Facture',
    court: 'Facture',
    publics: 'clients',
    conduite: 'geste',
    ancre: 'fin',
    ecart: 7,
    active: true,
    relances: [],
    phrase: 'Après réalisation, et jamais au-delà des heures suivies.',
    source: { marque: 'usage', texte: 'la semaine qui suit : usage ; CGI, art. 289' },
  },
  entreprise: {
    nom: 'Avis de l’entreprise',
    court: 'Avis',
    publics: 'clients',
    conduite: 'questionnaires',
    ancre: 'fin',
    ecart: 30,
    active: true,
    relances: [],
    phrase: 'Un mois après.',
    source: { marque: 'usage', texte: 'RNQ, indicateur 30 ; jour réglé avec les questionnaires' },
  },
  // ─── Intervenants ──────────────────────────────────────────────────────────────────────────────
  'intervenant-avant': {
    nom: 'Message à qui anime, avant',
    court: 'Avant',
    publics: 'intervenants',
    conduite: 'ici',
    ancre: 'debut',
    ecart: -7,
    active: false,
    relances: [],
    phrase: 'Les dates, le lieu, le nombre de personnes.',
    source: { marque: 'choix', texte: 'choix de Coforme, inactif au départ' },
    message: {
      objet: 'Vous animez « {formation} », {dates}',
      corps: `Bonjour {prenom},

Vous animez « {formation} », {dates}.
Lieu : {lieu}.
Personnes attendues : {effectif}.

Une question ? Répondez à ce message.

{organisme}`,
    },
    mots: ['effectif'],
  },
  feuille: {
    nom: 'Feuilles closes',
    court: 'Feuilles',
    publics: 'intervenants',
    conduite: 'controles',
    ancre: 'demi',
    ecart: 0,
    active: true,
    relances: [],
    phrase: 'Chaque feuille se clôt par qui a animé ; un rappel part à qui l’oublie, si vous l’avez réglé.',
    source: { marque: 'loi', texte: 'R6313-3 ; rappel réglé avec les contrôles' },
  },
  intervenant: {
    nom: 'Bilan de qui a formé',
    court: 'Bilan',
    publics: 'intervenants',
    conduite: 'questionnaires',
    ancre: 'fin',
    ecart: 0,
    active: true,
    relances: [],
    phrase: 'À la fin : le groupe, les moyens, le déroulé.',
    source: { marque: 'usage', texte: 'RNQ, indicateur 30 ; jour réglé avec les questionnaires' },
  },
  // ─── Financeurs ────────────────────────────────────────────────────────────────────────────────
  accord: {
    nom: 'Accord de prise en charge',
    court: 'Accord',
    publics: 'financeurs',
    conduite: 'geste',
    ancre: 'debut',
    ecart: -1,
    active: true,
    relances: [],
    phrase: 'Écrit, et avant le début. Leur portail fait foi : aucun courriel ne part d’ici.',
    source: {
      marque: 'usage',
      texte:
        'règle des financeurs : sans accord antérieur au début, ils ne versent rien ; la veille au plus tard',
    },
  },
  'avis-financeur': {
    nom: 'Absences dites au financeur',
    court: 'Absences',
    publics: 'financeurs',
    conduite: 'controles',
    ancre: 'demi',
    ecart: 0,
    active: true,
    relances: [],
    phrase: 'France Travail, Régions et Transitions Pro le veulent sous quelques jours.',
    source: { marque: 'usage', texte: 'réglé avec les contrôles' },
  },
} as const satisfies Record<string, Fixe>

/** Celle qu’une coopérative ajoute : « propre- », puis son identifiant en lettres. */
export type CodePropre = `propre-${string}`
export type Code = keyof typeof tousLesTextes | CodePropre
export type Etape = Fixe & { readonly code: Code }

/** Dans l’ordre du temps, par public. */
export const etapes: readonly Etape[] = (Object.keys(tousLesTextes) as (keyof typeof tousLesTextes)[]).map(
  (code) => ({
    code,
    ...(tousLesTextes[code] as Fixe),
  }),
)
const parCode = new Map(etapes.map((e) => [e.code as string, e]))
export const estPropre = (code: string): code is CodePropre => /^propre-[a-p]{32}$/.test(code)
export const asCode = (texte: string): Code | undefined =>
  estPropre(texte) ? texte : parCode.get(texte)?.code

/** Les codes n’ont que des lettres : chaque chiffre de l’identifiant devient l’une des seize premières. */
export const codePropre = (id: string): CodePropre =>
  `propre-${id.replaceAll('-', '').replace(/[0-9a-f]/g, (c) => String.fromCharCode(97 + Number.parseInt(c, 16)))}`

/** À qui une coopérative peut écrire par une étape à elle : un financeur n’a pas de boîte ici. */
export const publicsPropres = ['stagiaires', 'clients', 'intervenants'] as const
export type Propre = {
  readonly code: CodePropre
  readonly nom: string
  readonly publics: (typeof publicsPropres)[number]
  readonly ancre: 'debut' | 'fin'
}
const motsDuPublic = {
  stagiaires: [],
  clients: ['client', 'stagiaires'],
  intervenants: ['effectif'],
} as const

/** L’étape que la coopérative a écrite, sous la même forme que les nôtres : elle se relit, s’arme et s’arrête comme elles. */
export const etapeDe = (p: Propre): Etape => ({
  code: p.code,
  nom: p.nom,
  court: p.nom.length > 24 ? `${p.nom.slice(0, 23)}…` : p.nom,
  publics: p.publics,
  conduite: 'ici',
  ancre: p.ancre,
  ecart: p.ancre === 'debut' ? -1 : 0,
  active: true,
  relances: [],
  phrase: 'Une étape de votre coopérative.',
  source: { marque: 'choix', texte: 'choix de votre coopérative' },
  message: { objet: '', corps: '' },
  mots: motsDuPublic[p.publics],
})

export const motPublic: Readonly<Record<Public, string>> = {
  stagiaires: 'Stagiaires',
  clients: 'Clients',
  intervenants: 'Intervenants',
  financeurs: 'Financeurs',
}

/** Ce qui part sans être une étape réglable, et se lit au journal. */
// Permis : le nom de chaque envoi au journal.
const autresEnvois: Readonly<Record<string, string>> = {
  signature: 'Pièce à signer',
  'exemplaire-signe': 'Exemplaire signé',
  retractation: 'Accusé d’une rétractation',
  'certificat-realisation': 'Certificat de réalisation',
  'certificat-intermediaire': 'Certificat de réalisation d’une période',
  attestation: 'Attestation',
  'extrait-presence': 'Extrait de présence',
  'relance-facture': 'Relance de facture',
  'avis-dates': 'Dates, report, annulation',
  'rappel-feuille': 'Rappel de feuille à qui anime',
  espace: 'Lien de l’espace personnel',
  ecrit: 'Message écrit à plusieurs',
  insertion: 'Situation à six mois',
  financeur: 'Avis du financeur',
}
/** Celle d’une coopérative a son nom dans la base : ici, on ne sait que cela. */
export const nomDEtape = (code: string): string =>
  estPropre(code)
    ? 'Étape de la coopérative'
    : (parCode.get(code)?.nom ?? (Object.hasOwn(autresEnvois, code) ? (autresEnvois[code] ?? code) : code))

/** Une étape telle que la coopérative la veut : le modèle, et ce qu’elle en a changé. */
export type Reglee = Etape & {
  /** Ses mots ; vides : ceux de l’étape, ou du module qui l’envoie. */
  readonly objet: string
  readonly corps: string
  readonly change: boolean
}
export type Reglage = {
  readonly code: string
  readonly active: boolean
  readonly ecart: number
  readonly relances: readonly number[]
  readonly objet: string
  readonly corps: string
}
export const regler = (e: Etape, r: Reglage | undefined): Reglee => ({
  ...e,
  active: r?.active ?? e.active,
  ecart: r?.ecart ?? e.ecart,
  relances: r?.relances ?? e.relances,
  objet: r?.objet || e.message?.objet || '',
  corps: r?.corps || e.message?.corps || '',
  change: r !== undefined,
})

/** « 7 jours avant le début », « le dernier jour », « à chaque demi-journée ». */
export const direQuand = ({ ancre, ecart }: Pick<Etape, 'ancre' | 'ecart'>): string => {
  if (ancre === 'demi') return 'à chaque demi-journée'
  const bord = ancre === 'debut' ? 'le début' : 'la fin'
  if (ecart === 0) return ancre === 'debut' ? 'le premier jour' : 'le dernier jour'
  const n = Math.abs(ecart)
  return n === 1 && ecart < 0 && ancre === 'debut'
    ? 'la veille'
    : `${n} jour${n > 1 ? 's' : ''} ${ecart < 0 ? 'avant' : 'après'} ${bord}`
}
