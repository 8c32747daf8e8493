/** Le compte courant d’un pôle : ce que des coopératives se prêtent, en centimes, accordé des deux côtés. Les sommes sont tenues par la base. */
import type { DateCivile } from '#kernel/dates.ts'
import type { Id, OrganismeId } from '#kernel/id.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'

export type MouvementId = Id<'Mouvement'>
export type PropositionId = Id<'Proposition'>
export type ArreteId = Id<'Arrete'>

/** Sans réponse, une écriture proposée tombe. */
export const JOURS_POUR_REPONDRE = 30
/** Au-delà, la compensation n’attend plus qui n’a pas signé : chaque ligne est déjà accordée des deux. */
export const JOURS_POUR_SIGNER = 15
/** Un virement de compensation que personne ne confirme se libère : la dette reste au compte. */
export const JOURS_POUR_VIRER = 60

/** D’où naît une écriture. */
export const genresDeFait = {
  salle: 'une salle',
  mission: 'une intervention',
  materiel: 'du matériel',
  formation: 'une formation',
  achat: 'un achat commun',
  autre: 'autre chose',
} as const
export type GenreDeFait = keyof typeof genresDeFait

export type GenreDeMouvement = 'directe' | 'attente' | 'passage' | 'correction'

/** Une ligne du relevé, vue de sa coopérative. Montants signés : positif, on lui doit. */
export type LigneDuCourant = {
  readonly mouvement: MouvementId
  readonly le: Date
  readonly avec: OrganismeId
  readonly nom: string
  readonly genre: GenreDeMouvement
  readonly montant: number
  /** Ce que la ligne tient encore ; zéro dès qu’elle est dénouée. */
  readonly attente: number
  readonly fait: GenreDeFait | 'compensation'
  readonly faitLe: DateCivile
  readonly libelle: string
  readonly piece: string
  readonly motif: string
  readonly arrete: ArreteId | null
  readonly expireLe: Date | null
  readonly denouee: 'passage' | 'liberation' | 'expiration' | null
  readonly contestePar: readonly ('nous' | 'elle')[] | null
  readonly motifConteste: string | null
  /** C’est à sa coopérative de la passer. */
  readonly aMoi: boolean
  /** Ce que des corrections en ont déjà rendu. */
  readonly corrige: number
}

export type PropositionLue = {
  readonly id: PropositionId
  readonly deNous: boolean
  readonly avec: OrganismeId
  readonly nom: string
  readonly jeDois: boolean
  readonly genre: 'directe' | 'attente' | 'correction'
  readonly montant: number
  readonly fait: GenreDeFait
  readonly faitLe: DateCivile
  readonly libelle: string
  readonly piece: string
  readonly expireLe: Date | null
  readonly motif: string
  readonly proposeeLe: Date
  readonly tombeLe: Date
}

export type MonCompte = {
  readonly solde: number
  readonly doitAttente: number
  readonly avoirAttente: number
  readonly plafond: number
  /** Sa coopérative accepte que le pôle lise son solde. */
  readonly montre: boolean
}
export type CompteDuPole = {
  readonly organisme: OrganismeId
  readonly nom: string
  readonly montre: boolean
  readonly signe: boolean
}
export type Solde = {
  readonly organisme: OrganismeId
  readonly nom: string
  readonly donne: number
  readonly recu: number
  readonly plafond: number
}
export type Arrete = {
  readonly id: ArreteId
  readonly au: Date
  readonly ouvertLe: Date
  readonly compenseLe: Date | null
  readonly comptes: number | null
  /** Ses virements, et ses lignes contestées laissées dehors ; ceux des autres ne se lisent pas. */
  readonly virements: number | null
  readonly retenues: number | null
  readonly signeLe: Date | null
  readonly signes: number
  readonly soldeSigne: number | null
}

/** Ce qui se lit d’un relevé : une attente passée se lit par son passage ; libérée ou expirée, elle reste, pour mémoire. */
export const lignesLisibles = (lignes: readonly LigneDuCourant[]): readonly LigneDuCourant[] =>
  lignes.filter((l) => l.denouee !== 'passage')

/** Donné et reçu, en centimes : ce qui a passé, sans ce qui attend. */
export const totaux = (lignes: readonly Pick<LigneDuCourant, 'montant'>[]) => ({
  donne: lignes.reduce((t, l) => t + Math.max(l.montant, 0), 0),
  recu: lignes.reduce((t, l) => t + Math.max(-l.montant, 0), 0),
})

/** Un virement de compensation qui reste à faire par sa coopérative : au compte, qui paie est d’autant quitte. */
export const aVirer = (l: Pick<LigneDuCourant, 'arrete' | 'attente'>): boolean =>
  l.arrete !== null && l.attente > 0

/** Ce qui attend, en centimes : ce qui est convenu entre elles d’un côté, les virements de compensation de l’autre, qui vont en sens inverse. */
export const enAttente = (lignes: readonly Pick<LigneDuCourant, 'arrete' | 'attente'>[]) => {
  const somme = (virement: boolean, signe: 1 | -1) =>
    lignes.reduce((t, l) => t + ((l.arrete !== null) === virement ? Math.max(signe * l.attente, 0) : 0), 0)
  return {
    aRecevoir: somme(false, 1),
    aDonner: somme(false, -1),
    aVirer: somme(true, 1),
    virementsARecevoir: somme(true, -1),
  }
}

/** Le dernier jour que couvre une fin : « au soir du 31 » se garde à minuit, qui est déjà le 1er. */
export const dernierJour = (fin: Date): DateCivile => jourLocal(new Date(fin.getTime() - 1), ZONE_PAR_DEFAUT)

/** Où en est une ligne, en un mot. */
export const etatDeLigne = (
  l: LigneDuCourant,
): readonly ['prouve' | 'partiel' | 'sans-objet' | 'a-juger', string] => {
  if (l.contestePar)
    return ['a-juger', l.contestePar.includes('nous') ? 'contestée par nous' : 'contestée par elle']
  if (l.denouee === 'liberation') return ['sans-objet', 'libérée']
  if (l.denouee === 'expiration') return ['sans-objet', 'expirée']
  if (aVirer(l)) return ['partiel', 'à virer']
  if (l.genre === 'attente') return ['partiel', l.aMoi ? 'attend votre passage' : 'en attente']
  return ['prouve', 'les deux']
}

/** « +420,00 € », « −1 365,00 € », « 0,00 € ». */
export const direSolde = (c: number): string =>
  c === 0 ? formaterMontant(centimes(0)) : `${c > 0 ? '+' : '−'}${formaterMontant(centimes(Math.abs(c)))}`

/** Ce qu’un solde prend de son plafond, en pour-cent entiers, arrondi au-dessous : 100 veut dire plein. */
export const partPrise = (solde: number, plafond: number): number =>
  Math.floor((Math.abs(solde) * 100) / plafond)

/** Ce qui reste devant une coopérative : ce qu’elle peut encore devoir, ce qu’on peut encore lui devoir, attente comprise. */
export const marges = (c: Pick<MonCompte, 'solde' | 'doitAttente' | 'avoirAttente' | 'plafond'>) => ({
  devoir: c.plafond + c.solde - c.doitAttente,
  avancer: c.plafond - c.solde - c.avoirAttente,
})

/** Ce qui se rend en sens inverse. */
export const mouvementsQuiSeCorrigent: readonly GenreDeMouvement[] = ['directe', 'passage']

/** Ce qui se conteste, ou se corrige : ce qui a passé, hors virements de compensation. */
export const seConteste = (l: LigneDuCourant): boolean => l.genre !== 'attente' && l.arrete === null
export const seCorrige = (l: LigneDuCourant): boolean =>
  mouvementsQuiSeCorrigent.includes(l.genre) && l.arrete === null && resteACorriger(l) > 0
export const resteACorriger = (l: Pick<LigneDuCourant, 'montant' | 'corrige'>): number =>
  Math.abs(l.montant) - l.corrige

/** Ce que la base refuse, et la phrase qui le dit. Celle du plafond ne dit pas de laquelle : ce serait montrer un solde. */
const phrases: Readonly<Record<string, string>> = {
  refuse: 'Vous ne pouvez pas faire ce geste : un autre rôle, ou une autre coopérative, le fait.',
  introuvable: 'Cette ligne n’est plus là, ou n’attend pas votre réponse : relisez la page.',
  repondue: 'Une réponse a déjà été donnée : relisez la page.',
  tombee: 'L’écriture est tombée : son délai est passé. Elle se propose de nouveau.',
  plafond: 'Un plafond du compte courant serait dépassé : on rend d’abord, ou l’on règle. Rien n’a bougé.',
  'sans-compte': 'Les deux coopératives ouvrent d’abord leur compte.',
  'sans-regle': 'Le pôle n’a pas encore voté son plafond.',
  echeance: 'L’échéance d’une attente vient après aujourd’hui.',
  'rien-a-corriger':
    'Une correction va en sens inverse d’une ligne qui a passé entre les mêmes coopératives.',
  'trop-corrige': 'La correction dépasse ce qui reste de la ligne.',
  'fait-deja-compte': 'Ce fait est déjà compté entre vos deux coopératives.',
  'cle-reprise': 'Cet envoi a déjà servi : rouvrez la page.',
  denouee: 'Cette attente est déjà dénouée : relisez la page.',
  'au-dela-de-l-accord': 'On ne passe pas plus que ce qui fut accordé.',
  expiree: 'L’échéance est passée : cette attente se libère.',
  compensee: 'Cette ligne est déjà compensée : proposez une correction.',
  decision: 'Choisissez une décision close du pôle : le plafond se vote.',
  anterieur: 'Un arrêté plus récent est déjà compensé : choisissez sa date, ou une date d’après.',
  partie: 'L’une des deux coopératives n’est plus membre du pôle : plus rien ne s’y écrit.',
  'a-venir': 'Un arrêté ne dépasse pas l’heure qu’il est.',
  'en-cours': 'Un arrêté est déjà ouvert : compensez-le d’abord.',
  'a-signer': `Toutes n’ont pas signé leur relevé : elles ont ${JOURS_POUR_SIGNER} jours.`,
}
/** Rien : ce mot n’est pas un refus. */
export const direRefusDuCourant = (code: string): Refus | undefined => {
  const phrase = phrases[code]
  return phrase ? refus(code, phrase) : undefined
}
