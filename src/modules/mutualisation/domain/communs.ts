/** L’organisme commun, ou le groupement d’employeurs : les mêmes objets. Du premier : sa déclaration, ses contrats, ses factures, son certificat ; ses membres sont des coopératives. Pur. */
import type { ActiviteId, Id, OrganismeId } from '#kernel/id.ts'
import { type Refus, refus } from '#kernel/refus.ts'

export type MembreCommunId = Id<'MembreCommun'>
export const etatsDeMembre = {
  invite: 'invitée',
  membre: 'membre',
  refuse: 'a refusé',
  sorti: 'sortie',
} as const

/** Ce que des coopératives portent ensemble. D’un groupement d’employeurs, les membres répondent solidairement (C. trav., L1253-8). */
export const formesDeCommun = {
  organisme: 'organisme de formation',
  groupement: 'groupement d’employeurs',
} as const
export type FormeDeCommun = keyof typeof formesDeCommun
export const SOLIDARITE =
  'Membre d’un groupement d’employeurs, votre coopérative répond, avec les autres et pour le tout, de ses dettes envers ses salariés et les organismes de cotisations obligatoires (C. trav., L1253-8). Il ne fait pas de bénéfice, et ne met ses salariés à disposition que de ses membres.'

export type LienCommun = {
  readonly id: MembreCommunId
  /** `commun` : on est l’organisme commun. `membre` : on y est invité, ou membre. */
  readonly sens: 'commun' | 'membre'
  readonly commun: OrganismeId
  readonly nomCommun: string
  readonly nda: string
  readonly nomMembre: string
  /** Chez l’organisme commun, et de lui seul. */
  readonly enseigne: ActiviteId | null
  readonly nomEnseigne: string
  readonly etat: keyof typeof etatsDeMembre
  readonly rangAccepte: number | null
  readonly rang: number
  readonly texte: string
  readonly inviteLe: Date
  readonly reponduLe: Date | null
  readonly finiLe: Date | null
  readonly motif: string
  readonly forme: FormeDeCommun
}
export type RegleCommune = {
  readonly rang: number
  readonly texte: string
  readonly ecriteLe: Date
  readonly forme: FormeDeCommun
}

/** Une part de l’année : sessions finies, personnes inscrites, minutes tenues, montant facturé hors taxes en centimes. */
export type LigneDuTableau = {
  readonly part: 'mienne' | 'toutes'
  readonly sessions: number
  readonly stagiaires: number
  readonly minutes: number
  readonly facture: number
}

/** La membre vit, et n’a pas accepté le texte d’aujourd’hui. */
export const doitRelire = (l: Pick<LienCommun, 'sens' | 'etat' | 'rang' | 'rangAccepte'>): boolean =>
  l.sens === 'membre' && (l.etat === 'invite' || (l.etat === 'membre' && l.rangAccepte !== l.rang))

/** Un texte à compléter : ce que chacun doit savoir avant qu’un contrat parte au nom de tous. */
export const regleProposee = `L’organisme commun décide, répond et signe : il habilite qui anime, relit chaque programme, vise chaque convention, émet chaque facture, tient le registre des réclamations et le plan d’amélioration.
Chaque membre prépare ses sessions dans son enseigne, tient ses preuves à jour et laisse l’organisme commun les contrôler ; il peut suspendre une session.
Le certificat et la déclaration d’activité sont ceux de l’organisme commun. Aucun membre ne les emploie, ni ne s’en prévaut, pour une action qu’il vend ou facture lui-même.
Les dossiers et les preuves d’une action restent à l’organisme commun, même après la sortie d’un membre.`

/** Le même, d’un groupement d’employeurs (C. trav., L1253-1 à L1253-23) ; à relire avec qui le conseille. */
export const regleDuGroupement = `Le groupement emploie, paie et déclare ; il met ses salariés à la disposition de ses membres, et d’eux seuls, sans but lucratif.
Les membres répondent ensemble, et pour le tout, de ses dettes envers ses salariés et les organismes de cotisations obligatoires ; entre eux, chacun à proportion des heures qu’il a prises.
Le contrat de chaque salarié dit sa qualification, sa rémunération, les membres où il peut travailler et les lieux.
Pendant la mise à disposition, le membre répond des conditions d’exécution du travail : durée, santé, sécurité. Le groupement répond du reste.
Chaque membre paie au coût : salaire, charges, frais, et sa part du fonctionnement. Un membre qui part règle ce qu’il a pris, et ce dont il répond jusqu’à ce jour.`

/** Le texte reçu ; resté celui que l’on propose d’une autre forme, celui de la forme cochée. */
export const texteDeLaForme = (texte: string, forme: FormeDeCommun): string => {
  const proposes = { organisme: regleProposee, groupement: regleDuGroupement }
  const nu = (t: string) => t.replace(/\s+/g, ' ').trim()
  return Object.values(proposes).some((p) => nu(p) === nu(texte)) ? proposes[forme] : texte
}

const phrases: Readonly<Record<string, string>> = {
  refuse: 'La direction seule en décide.',
  introuvable: 'Ce lien n’est pas des vôtres.',
  inconnue: 'Aucune coopérative de cette plateforme n’a ce SIRET. Demandez-lui celui de sa fiche.',
  soi: 'C’est votre propre SIRET.',
  deja: 'Cette coopérative est déjà invitée, ou membre.',
  'sans-regle': 'Écrivez d’abord qui répond de quoi : chaque membre l’accepte en entrant.',
  'sans-nda':
    'Un organisme commun a sa propre déclaration d’activité : écrivez son numéro dans la fiche de la coopérative.',
  cascade: 'Un organisme commun n’est pas membre d’un autre : personne ne saurait qui répond.',
  forme:
    'Il a déjà des membres, ou des invitées : ce dont elles répondent ne change pas de nature. Mettez-y fin d’abord.',
  declaration:
    'Votre fiche porte le numéro de déclaration de l’organisme commun. Ôtez-le : il ne vaut que pour ce que l’organisme commun contracte et facture lui-même.',
  certificat:
    'Votre fiche d’annuaire affiche une certification, et votre coopérative n’a pas de déclaration d’activité à elle. Ôtez-la : le certificat est celui de l’organisme commun.',
  'autre-texte': 'Le texte a changé depuis que vous l’avez ouvert : relisez-le avant d’accepter.',
  invite: 'Cette invitation attend encore une réponse.',
  membre: 'Vous êtes membre : pour partir, dites pourquoi.',
  sorti: 'Ce lien a pris fin.',
}
export const direRefusDuCommun = (mot: string): Refus =>
  refus(mot, phrases[mot] ?? 'Cela ne se fait plus : rechargez la page.')
