/**
 * Combien de temps une chose se garde, et si elle s’oppose à un effacement demandé (RGPD, article 17, 3). Aucune durée unique n’existe :
 * ce qui suit est daté, chaque ligne dit sa source et si elle est douteuse ; la plus longue l’emporte. Pur.
 */
import { ajouterMois, type DateCivile } from '#kernel/dates.ts'

export type Certitude = 'certain' | 'deduit' | 'douteux'
export const motsCertitude: Readonly<Record<Certitude, string>> = {
  certain: 'texte relu',
  deduit: 'déduit de textes relus',
  douteux: 'à confirmer',
}

/** D’où la durée se compte. `exercice` : la clôture de l’exercice où tombe la pièce. */
export type Depart = 'fin' | 'exercice' | 'dernier-contact'
const departs: Readonly<Record<Depart, string>> = {
  fin: 'à compter de la fin de la session',
  exercice: 'à compter de la clôture de l’exercice',
  'dernier-contact': 'à compter du dernier échange',
}

export type Regle = {
  readonly categorie: Categorie
  /** Nul : quel que soit le financeur. */
  readonly financeur: string | null
  readonly mois: number
  readonly depuis: string
  readonly source: string
  readonly certitude: Certitude
}

export const categories = {
  comptable: {
    nom: 'Factures, acomptes, avoirs, règlements',
    depart: 'exercice',
    oppose: true,
    raison: 'la comptabilité et ses pièces se gardent dix ans',
  },
  realisation: {
    nom: 'Certificats, attestations, feuilles, signatures du registre',
    depart: 'fin',
    oppose: true,
    raison: 'l’organisme doit pouvoir prouver que la formation a eu lieu (C. trav., L6362-6)',
  },
  engagement: {
    nom: 'Conventions, contrats, avenants, devis signés',
    depart: 'fin',
    oppose: true,
    raison: 'un engagement signé se prouve tant qu’on peut l’invoquer (C. civ., 2224)',
  },
  remise: {
    nom: 'Convocations, informations et règlement remis',
    depart: 'fin',
    oppose: true,
    raison: 'l’organisme doit prouver ce qu’il a remis avant l’inscription (C. trav., L6353-8)',
  },
  representation: {
    nom: 'Procès-verbaux des délégués des stagiaires',
    depart: 'fin',
    oppose: true,
    raison: 'l’organisme doit prouver l’élection, ou la carence (C. trav., R6352-9 à R6352-12)',
  },
  discipline: {
    nom: 'Actes d’une procédure disciplinaire',
    depart: 'fin',
    oppose: true,
    raison:
      'la sanction peut être contestée, et l’organisme avoir à prouver qu’il a suivi la procédure (C. trav., R6352-3 à R6352-8 ; RGPD, article 17, 3, e)',
  },
  parcours: {
    nom: 'Besoin, positionnement, suivi, éléments à distance',
    depart: 'fin',
    oppose: true,
    raison: 'ils justifient les heures et l’adaptation au contrôle (C. trav., L6362-6)',
  },
  reclamation: {
    nom: 'Réclamations, difficultés, signalements',
    depart: 'fin',
    oppose: true,
    raison: 'un droit peut avoir à se défendre en justice (RGPD, article 17, 3, e)',
  },
  handicap: {
    nom: 'Besoins d’adaptation, handicap',
    depart: 'fin',
    oppose: false,
    raison: 'ils tiennent au seul consentement de la personne (RGPD, article 9)',
  },
  'sans-suite': {
    nom: 'Devis sans suite, inscriptions annulées avant de commencer',
    depart: 'dernier-contact',
    oppose: false,
    raison: 'rien n’a été ni signé ni suivi',
  },
  contact: {
    nom: 'Coordonnées, fiche sans inscription, prospection',
    depart: 'dernier-contact',
    oppose: false,
    raison: 'elles ne servent qu’à joindre',
  },
} as const satisfies Record<string, { nom: string; depart: Depart; oppose: boolean; raison: string }>
export type Categorie = keyof typeof categories
export const listeCategories = Object.keys(categories) as [Categorie, ...Categorie[]]
export const asCategorie = (t: string): Categorie | undefined =>
  Object.hasOwn(categories, t) ? (t as Categorie) : undefined

const r = (
  categorie: Categorie,
  annees: number,
  source: string,
  certitude: Certitude,
  financeur: string | null = null,
): Regle => ({ categorie, financeur, mois: annees * 12, depuis: '1900-01-01', source, certitude })

/** Proposées à toute coopérative. On ajoute une ligne datée, on n’en change aucune. */
export const reglesProposees: readonly Regle[] = [
  r(
    'comptable',
    10,
    'C. com., L123-22 (dix ans) ; le livre des procédures fiscales, L102 B, demande six ans',
    'douteux',
  ),
  r(
    'realisation',
    6,
    'Modèle de certificat : trois ans après la fin de l’année du dernier paiement ; OCAPIAT demande six ans pour les justificatifs',
    'deduit',
  ),
  r('realisation', 10, 'Cofinancement européen : dix ans (OCAPIAT, FSE+)', 'deduit', 'europe'),
  r(
    'engagement',
    6,
    'Prescription de cinq ans (C. civ., 2224), alignée sur les justificatifs de la réalisation',
    'deduit',
  ),
  r('engagement', 10, 'Cofinancement européen : dix ans', 'deduit', 'europe'),
  r('remise', 6, 'Alignée sur les justificatifs de la réalisation', 'douteux'),
  r('remise', 10, 'Cofinancement européen : dix ans', 'douteux', 'europe'),
  r(
    'representation',
    6,
    'Aucun texte ne fixe de durée : alignée sur les justificatifs de la réalisation, que le même contrôle demande (C. trav., L6362-6)',
    'douteux',
  ),
  r('representation', 10, 'Cofinancement européen : dix ans', 'douteux', 'europe'),
  r(
    'discipline',
    5,
    'R6352-3 à R6352-8 ne fixent aucune durée : prescription de droit commun (C. civ., 2224) ; les trois ans de L1332-5 ne visent que les salariés',
    'deduit',
  ),
  r(
    'parcours',
    6,
    'Alignée sur les justificatifs ; Centre Inffo dit « cinq ans raisonnable » pour les évaluations',
    'douteux',
  ),
  r('parcours', 10, 'Cofinancement européen : dix ans', 'douteux', 'europe'),
  r('reclamation', 5, 'Prescription de droit commun (C. civ., 2224) ; usage de trois à cinq ans', 'douteux'),
  r('handicap', 1, 'Strict nécessaire : la fin de l’action et un an', 'douteux'),
  r('sans-suite', 3, 'CNIL, prospects : trois ans après le dernier contact', 'douteux'),
  r('contact', 3, 'CNIL, prospects : trois ans après le dernier contact', 'douteux'),
]

/**
 * La durée qui vaut ce jour-là pour cette catégorie et ces financeurs. Pour chaque financeur, la dernière règle entrée en vigueur ; celle de
 * la coopérative l’emporte sur la proposée du même jour ; entre financeurs, la plus longue.
 */
export const regleDe = (
  regles: readonly Regle[],
  categorie: Categorie,
  financeurs: readonly string[],
  jour: DateCivile,
): Regle => {
  const retenues = [null, ...new Set(financeurs)].flatMap((f) => {
    const lignes = regles.filter((x) => x.categorie === categorie && x.financeur === f && x.depuis <= jour)
    const retenue = lignes.reduce<Regle | undefined>((a, b) => (a && a.depuis > b.depuis ? a : b), undefined)
    return retenue ? [retenue] : []
  })
  const [premiere, ...autres] = retenues
  if (!premiere) throw new RangeError(`aucune durée pour ${categorie}`)
  return autres.reduce((a, b) => (b.mois > a.mois ? b : a), premiere)
}

/** Le premier jour où la chose n’a plus à être gardée. */
export const termeDe = (regle: Regle, depart: DateCivile): DateCivile => ajouterMois(depart, regle.mois)

export const direDuree = (mois: number): string =>
  mois % 12 === 0
    ? mois === 12
      ? 'un an'
      : `${mois / 12}\u00a0ans`
    : mois === 1
      ? 'un mois'
      : `${mois}\u00a0mois`
export const direRegle = (regle: Regle): string =>
  `${direDuree(regle.mois)} ${departs[categories[regle.categorie].depart]}`

/** Où la fiche de son genre range une pièce (`documents/domain/genres.ts`). */
export type Classeur = 'comptable' | 'realisation' | 'engagement' | 'remise' | 'representation' | 'discipline'

/**
 * À quelle catégorie tient une pièce. `vivante` : l’inscription ou le dossier a eu lieu. Un genre sans fiche n’a pas de classeur : il se garde
 * comme ce qui prouve.
 */
export const categorieDePiece = (
  classeur: Classeur | undefined,
  signee: boolean,
  vivante: boolean,
): Categorie => {
  if (classeur === 'engagement') return signee ? 'engagement' : 'sans-suite'
  if (classeur === 'remise') return vivante ? 'remise' : 'sans-suite'
  return classeur ?? 'realisation'
}
