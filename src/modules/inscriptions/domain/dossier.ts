/** Les mots du dossier client : qui achète, qui paie, à quel titre. Rien ici ne décide ; voir `regime.ts`. */
import type { DateCivile } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import type { Montant } from '#kernel/montant.ts'

export type DossierId = Id<'Dossier'>

/** Qui signe et doit le prix : une personne morale, une personne physique, ou un autre organisme qui sous-traite. */
export const acheteurs = ['entreprise', 'personne', 'organisme-formation'] as const
export type Acheteur = (typeof acheteurs)[number]

/** Où et comment l’engagement se conclut : c’est ce qui fait passer le délai de 10 à 14 jours (C. conso. L221-18). */
export const circonstances = ['etablissement', 'distance', 'hors-etablissement', 'demarchage'] as const
export type Circonstance = (typeof circonstances)[number]
export const motCirconstance: Readonly<Record<Circonstance, string>> = {
  etablissement: 'dans nos locaux, en présence des deux',
  distance: 'à distance (courriel, site, téléphone)',
  'hors-etablissement': 'hors de nos locaux, en présence des deux',
  demarchage: 'après un démarchage',
}

export const regimes = ['convention', 'contrat', 'cpf', 'sous-traitance-recue'] as const
/** Ceux où la coopérative signe avec le client une pièce du même nom, avant que l’action commence (C. trav., L6353-1 à L6353-3). */
export const regimesAPiece = ['convention', 'contrat'] as const
export type Regime = (typeof regimes)[number]
/** « signée » pour une convention, « signé » pour un contrat : la pièce que ce régime fait signer. */
export const motSigne = (regime: Regime): 'signé' | 'signée' => (regime === 'convention' ? 'signée' : 'signé')

export const motRegime: Readonly<Record<Regime, string>> = {
  convention: 'Convention de formation',
  contrat: 'Contrat de formation professionnelle',
  cpf: 'Mon Compte Formation',
  'sous-traitance-recue': 'Sous-traitance reçue',
}

/**
 * L’origine de l’argent : les dix-huit lignes du cadre C du BPF, et ce qui n’en relève pas. `ligne` est celle du
 * Cerfa 10443*17.
 */
export const dispositifs = {
  entreprise: { ligne: '1', mot: 'entreprise, pour ses salariés' },
  'opco-apprentissage': { ligne: '2a', mot: 'OPCO, contrat d’apprentissage' },
  'opco-contrat-pro': { ligne: '2b', mot: 'OPCO, contrat de professionnalisation' },
  'opco-pro-a': { ligne: '2c', mot: 'OPCO, promotion ou reconversion (Pro-A)' },
  'transitions-pro': { ligne: '2d', mot: 'Transitions Pro' },
  'cdc-cpf': { ligne: '2e', mot: 'Caisse des dépôts, compte personnel de formation' },
  'opco-demandeurs-emploi': { ligne: '2f', mot: 'OPCO, personnes en recherche d’emploi' },
  'faf-non-salaries': { ligne: '2g', mot: 'FAF, travailleurs non salariés' },
  'opco-plan': { ligne: '2h', mot: 'OPCO, plan de développement des compétences' },
  'public-agents': { ligne: '3', mot: 'employeur public, pour ses agents' },
  europe: { ligne: '4', mot: 'fonds européens' },
  etat: { ligne: '5', mot: 'État' },
  region: { ligne: '6', mot: 'conseil régional' },
  'france-travail': { ligne: '7', mot: 'France Travail' },
  'autre-public': { ligne: '8', mot: 'autre ressource publique' },
  particulier: { ligne: '9', mot: 'personne, à ses frais' },
  'autre-of': { ligne: '10', mot: 'autre organisme de formation' },
  'autre-formation': { ligne: '11', mot: 'autre produit de formation' },
  'hors-formation': { ligne: null, mot: 'hors formation professionnelle' },
} as const satisfies Record<string, { ligne: string | null; mot: string }>
export type Dispositif = keyof typeof dispositifs
export const listeDispositifs = Object.keys(dispositifs) as [Dispositif, ...Dispositif[]]

/** Le genre d’un financeur connu des tiers ; nul : un employeur, ou une structure non qualifiée. */
export type GenreFinanceur =
  | 'opco'
  | 'cdc'
  | 'france-travail'
  | 'region'
  | 'etat'
  | 'faf'
  | 'transitions-pro'
  | 'agefiph'
  | 'europe'
  | 'autre-public'

export type Payeur =
  | { readonly genre: 'personne' }
  | { readonly genre: 'entreprise'; readonly financeur: GenreFinanceur | null; readonly estOf: boolean }

/** Une ligne de financement. Hors taxes : le cadre C l’est. */
export type LigneFinancement = {
  readonly payeur: Payeur
  readonly dispositif: Dispositif
  readonly montant: Montant
  readonly subrogation: boolean
  readonly accordLe: DateCivile | null
  /** Plafond d’heures accordé par le payeur, en minutes ; absent ou nul : aucun. */
  readonly minutes?: number | null
}

/** Le statut de la personne au jour de l’action (BPF, F-1) : le sien, jamais celui de qui paie. */
export const statutsF1 = {
  'salarie-prive': { ligne: 'a', mot: 'salarié du privé' },
  apprenti: { ligne: 'b', mot: 'apprenti' },
  'recherche-emploi': { ligne: 'c', mot: 'en recherche d’emploi' },
  particulier: { ligne: 'd', mot: 'particulier, à ses frais' },
  'agent-public': { ligne: 'e', mot: 'agent public' },
  'non-salarie': { ligne: 'e', mot: 'travailleur non salarié' },
  benevole: { ligne: 'e', mot: 'bénévole' },
} as const satisfies Record<string, { ligne: string; mot: string }>
export type StatutF1 = keyof typeof statutsF1
export const listeStatutsF1 = Object.keys(statutsF1) as [StatutF1, ...StatutF1[]]

/** Les statuts de qui a un employeur. */
export const statutsAvecEmployeur: readonly StatutF1[] = ['salarie-prive', 'apprenti', 'agent-public']

/** Qui a un employeur ce jour-là ; un statut que personne n’a dit n’exclut rien. */
export const aUnEmployeur = (statut: StatutF1 | null | undefined): boolean =>
  !statut || statutsAvecEmployeur.includes(statut)

/** Ce qui est remis avant l’inscription définitive (L6353-8). */
export const remises = ['information-l6353-8', 'reglement-interieur'] as const
export type GenreRemise = (typeof remises)[number]
export const motRemise: Readonly<Record<GenreRemise, string>> = {
  'information-l6353-8': 'l’information préalable',
  'reglement-interieur': 'le règlement intérieur',
}

export type Echeance = { readonly jour: DateCivile; readonly montant: Montant }

/**
 * Le statut proposé, jamais imposé : aucun quand le dossier ne le dit pas. Un particulier à ses frais est en d, même
 * en recherche d’emploi (R8, douteux : la notice permet c) ; les salariés d’un client privé sont en a.
 */
export const statutPropose = (d: {
  readonly regime: Regime
  readonly acheteur: Acheteur
  readonly individuelASesFrais: boolean
  readonly dispositifs: readonly Dispositif[]
}): StatutF1 | undefined => {
  const a = (x: Dispositif) => d.dispositifs.includes(x)
  if (a('opco-apprentissage')) return 'apprenti'
  if (d.regime === 'contrat' && d.individuelASesFrais && d.dispositifs.every((x) => x === 'particulier'))
    return 'particulier'
  if (a('france-travail') || a('opco-demandeurs-emploi')) return 'recherche-emploi'
  if (a('public-agents')) return 'agent-public'
  if (a('faf-non-salaries')) return 'non-salarie'
  if (d.acheteur === 'entreprise' && d.regime === 'convention') return 'salarie-prive'
  return undefined
}
