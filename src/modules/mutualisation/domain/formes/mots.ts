/** Les faits d’une mission, les pièces et les marques, en mots : ce que la page demande, et ce qu’elle répond. */
import { type bornesDe, defauts, type Faits, type valeursDe } from './faits.ts'
import type { Marque } from './regle.ts'

type Choisi = keyof typeof valeursDe
type Compte = keyof typeof bornesDe
type OuiNon = Exclude<keyof Faits, Choisi | Compte>

/** Ce que l’on choisit, valeur par valeur ; « la personne » est celle qui intervient, « vous » la coopérative qui la reçoit. */
export const motsDesChoix: {
  readonly [K in Choisi]: {
    readonly question: string
    readonly reponses: Readonly<Record<(typeof valeursDe)[K][number], string>>
  }
} = {
  statut: {
    question: 'La personne est',
    reponses: {
      salarie: 'salariée permanente de l’autre coopérative',
      cesa: 'entrepreneuse salariée (CESA)',
      cape: 'porteuse de projet (CAPE)',
      dirigeant: 'dirigeante de l’autre coopérative',
      independant: 'indépendante',
      'salarie-ge': 'salariée d’un groupement d’employeurs',
      porte: 'en portage salarial',
      interimaire: 'intérimaire',
      benevole: 'bénévole',
    },
  },
  dirige: {
    question: 'Qui lui donne les consignes',
    reponses: { envoyeur: 'sa coopérative', receveur: 'la vôtre', partage: 'les deux' },
  },
  prix: {
    question: 'Le prix',
    reponses: {
      libre: 'est libre',
      cout: 'est le salaire chargé et les frais, rien de plus',
      nul: 'est de zéro euro',
      echange: 'se rend en heures ou en salle',
    },
  },
  duree: {
    question: 'La mission est',
    reponses: { ponctuelle: 'ponctuelle', reguliere: 'régulière', permanente: 'permanente' },
  },
  payeur: {
    question: 'Qui vous paie l’action',
    reponses: {
      entreprise: 'une entreprise',
      cpf: 'le CPF',
      opco: 'un OPCO',
      particulier: 'un particulier',
      region: 'une Région',
      'france-travail': 'France Travail',
      'agents-publics': 'une administration, pour ses agents',
    },
  },
  objet: {
    question: 'L’objet',
    reponses: {
      formation: 'une formation',
      bilan: 'un bilan de compétences',
      vae: 'une VAE',
      conseil: 'du conseil',
    },
  },
}

/** Ce qui est vrai ou non. */
export const motsDesOuiNon: Readonly<Record<OuiNon, string>> = {
  memeMorale: 'Deux enseignes d’une même CAE',
  nda: 'L’autre a une déclaration d’activité',
  qualiopi: 'L’autre est certifiée Qualiopi',
  microSousPlafond: 'L’autre est une micro-entreprise sous son plafond',
  ecritAvant: 'Le contrat est signé avant le premier jour',
  accordSalarie: 'La personne a donné son accord exprès',
  lucratifReceveur: 'Vous êtes une société commerciale',
  groupement: 'Vous répondez ensemble à un acheteur',
  totalite: 'Tout le marché serait confié',
  membreGE: 'Vous êtes membre du groupement d’employeurs',
  exclusif: 'L’essentiel de son activité est pour vous',
  prixAuTemps: 'Le prix est un temps passé',
  action: 'La personne réalise l’action, et non un témoignage',
}

/** Ce qui se compte. */
export const motsDesComptes: Readonly<Record<Compte, string>> = {
  rang: 'Vous contractez avec le payeur (1), ou êtes sous-traitant (2)',
  partCpf: 'Part de votre CPF confiée cette année, en %',
  heures: 'Ses heures par semaine, tous employeurs',
  montant: 'Montant hors taxes, contrats de l’année compris, en euros',
}

export const ouiNon = (Object.keys(defauts) as (keyof Faits)[]).filter((k): k is OuiNon => k in motsDesOuiNon)

export const motsDesPieces: Readonly<Record<string, string>> = {
  'accord-de-la-personne': 'l’accord exprès de la personne',
  'acte-d-habilitation': 'l’acte d’habilitation du mandataire',
  'adhesion-au-groupement': 'l’adhésion au groupement d’employeurs',
  assurance: 'l’assurance',
  'attestation-de-vigilance': 'l’attestation de vigilance',
  'avenant-au-contrat-de-travail': 'l’avenant au contrat de travail',
  constat: 'le constat des heures',
  'contrat-commercial-de-portage': 'le contrat commercial de portage',
  'contrat-de-mise-a-disposition': 'le contrat de mise à disposition',
  'contrat-de-prestation': 'le contrat de prestation',
  'contrat-de-sous-traitance': 'le contrat de sous-traitance',
  'contrat-de-travail': 'le contrat de travail',
  'convention-de-benevolat': 'la convention de bénévolat',
  'convention-de-groupement': 'la convention de groupement',
  'convention-de-mise-a-disposition': 'la convention de mise à disposition',
  dc1: 'le formulaire DC1',
  dc4: 'le formulaire DC4',
  'declaration-d-activite-a-deposer': 'une déclaration d’activité, à déposer',
  'declaration-de-cumul': 'la déclaration de cumul d’emplois',
  'declaration-des-sous-traitants-cdc': 'la déclaration des sous-traitants à la Caisse des dépôts',
  'declaration-prealable-a-l-embauche': 'la déclaration préalable à l’embauche',
  'decompte-du-cout': 'le décompte du coût',
  'demande-d-intervention': 'la demande d’intervention',
  'dossier-21-22': 'le dossier des indicateurs 21 et 22',
  'ecriture-du-compte-courant': 'l’écriture au compte courant du pôle',
  'ecriture-interne': 'l’écriture interne',
  'frais-sur-justificatifs': 'les frais, sur justificatifs',
  'information-du-cse': 'l’information du CSE',
  'justification-par-membre': 'les justificatifs de chaque membre',
  'repartition-ecrite': 'la répartition, par écrit',
  'visa-de-la-cae': 'le visa de la CAE',
}
export const motsDesMarques: Readonly<Record<Marque, string>> = {
  certain: 'lu dans un texte',
  deduit: 'déduit',
  douteux: 'douteux : à trancher par un juriste ou la DREETS',
  memoire: 'cité de mémoire, à relire',
}
