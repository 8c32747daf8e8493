/**
 * Les faits d’une mission, tels que la table des formes les demande. L’envoyeur est la coopérative de la personne qui intervient ;
 * le receveur est celle pour qui elle intervient.
 */
export const valeursDe = {
  /** À quel titre la personne tient à l’envoyeur. */
  statut: [
    'salarie',
    'cesa',
    'cape',
    'dirigeant',
    'independant',
    'salarie-ge',
    'porte',
    'interimaire',
    'benevole',
  ],
  /** Qui donne les consignes pendant la mission. */
  dirige: ['envoyeur', 'receveur', 'partage'],
  /** `cout` : salaire chargé et frais, sans rien de plus ; `echange` : payé en heures ou en salle. */
  prix: ['libre', 'cout', 'nul', 'echange'],
  duree: ['ponctuelle', 'reguliere', 'permanente'],
  /** Qui paie l’action au receveur. */
  payeur: ['entreprise', 'cpf', 'opco', 'particulier', 'region', 'france-travail', 'agents-publics'],
  objet: ['formation', 'bilan', 'vae', 'conseil'],
} as const

type Choix = { readonly [K in keyof typeof valeursDe]: (typeof valeursDe)[K][number] }

export type Faits = Choix & {
  /** Les deux sont la même personne morale : deux enseignes d’une CAE. */
  readonly memeMorale: boolean
  /** L’envoyeur a une déclaration d’activité. */
  readonly nda: boolean
  /** L’envoyeur est certifié Qualiopi. */
  readonly qualiopi: boolean
  /** L’envoyeur est une micro-entreprise sous son plafond. */
  readonly microSousPlafond: boolean
  /** 1 : le receveur contracte avec le payeur ; 2 : il est lui-même sous-traitant. */
  readonly rang: number
  /** Part du chiffre CPF de l’année civile déjà confiée au dehors, celle-ci comprise, en pour cent. */
  readonly partCpf: number
  /** Le contrat est écrit et signé avant le premier jour. */
  readonly ecritAvant: boolean
  /** Le receveur est une société commerciale (Scop, SAS), non une association ni une Scic à associés bénévoles. */
  readonly lucratifReceveur: boolean
  /** La réponse à l’acheteur est groupée. */
  readonly groupement: boolean
  /** Tout le marché serait confié. */
  readonly totalite: boolean
  /** La personne a donné son accord exprès. */
  readonly accordSalarie: boolean
  /** Heures de travail par semaine, tous employeurs. */
  readonly heures: number
  /** Le receveur est membre du groupement d’employeurs. */
  readonly membreGE: boolean
  /** Euros hors taxes, contrats de l’année compris. */
  readonly montant: number
  /** L’essentiel de l’activité de la personne est pour ce seul receveur. */
  readonly exclusif: boolean
  /** Le prix est un temps passé, non un forfait. */
  readonly prixAuTemps: boolean
  /** La personne réalise l’action (encadrement, suivi), et non un témoignage ou une expertise d’un moment. */
  readonly action: boolean
}

/** Ce qui vaut d’un fait que l’on ne dit pas. */
export const defauts: Faits = {
  statut: 'salarie',
  memeMorale: false,
  dirige: 'envoyeur',
  prix: 'libre',
  duree: 'ponctuelle',
  payeur: 'entreprise',
  nda: true,
  qualiopi: true,
  microSousPlafond: false,
  rang: 1,
  partCpf: 20,
  ecritAvant: true,
  lucratifReceveur: true,
  objet: 'formation',
  groupement: false,
  totalite: false,
  accordSalarie: true,
  heures: 35,
  membreGE: false,
  montant: 1000,
  exclusif: false,
  prixAuTemps: false,
  action: false,
}

/** Les bornes d’un fait compté ; au-delà, c’est une faute de frappe. Une semaine a 168 heures. */
export const bornesDe = {
  rang: { min: 1, max: 2, entier: true },
  partCpf: { min: 0, max: 100, entier: false },
  heures: { min: 0, max: 168, entier: false },
  montant: { min: 0, max: 1_000_000_000, entier: false },
} as const
