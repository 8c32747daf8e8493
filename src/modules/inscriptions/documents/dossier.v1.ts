/**
 * Ce que figent les gabarits d’un dossier client (`*.v1.typ` de ce dossier). Montants en centimes, durées en minutes,
 * jours civils `AAAA-MM-JJ`, heures `HH:MM` à la pendule du lieu. Les mentions exigées, chacune avec son article, sont
 * dans `<gabarit>.mentions.json` : le gabarit refuse de se composer sans elles.
 */

import type { AdresseV1, OrganismeV1, PersonneV1, SignataireV1 } from '#platform/pdf/papier/papier.v1.ts'
import type { FormateurV1, SalleDite, StagiaireV1 } from '../domain/a-imprimer.ts'

export type PieceV1 = {
  /** Posé à l’émission. */
  readonly numero: string
  readonly organisme: OrganismeV1
  /** Vrai pour la toute première convention : le numéro de déclaration n’existe pas encore (R6351-6). */
  readonly premiere?: boolean
}
type FaitV1 = { readonly ville: string; readonly le: string }
/** Téléphone et courriel se lisent après le nom. */
export type ContactV1 = { readonly nom: string; readonly telephone: string; readonly courriel: string }

export type ClientV1 = {
  readonly nom: string
  /** « L’entreprise cliente », « L’organisme donneur d’ordre » : au-dessus du nom. */
  readonly role: string
  readonly forme?: string
  readonly adresse: AdresseV1
  readonly siret?: string
  readonly rcs?: string
  readonly courriel?: string
  readonly telephone?: string
  readonly opco?: string
  readonly representant: SignataireV1 & { readonly pouvoir?: string }
}

export type SeanceV1 = {
  readonly date: string
  readonly debut: string
  readonly fin: string
  readonly minutes: number
  readonly sequence?: string
  /** « sur place », « à distance », « à préciser » : d’une session mixte qui le dit une à une. */
  readonly modalite?: string
}

/** Ce qui se suit hors d’une demi-journée ; `comment` : « en situation de travail ». */
export type HorsSeanceV1 = {
  readonly intitule: string
  readonly minutes: number
  readonly comment: string
}

/** D6313-3-1 : ce qu’une action à distance comprend. */
export type DistanceV1 = {
  readonly activites: string
  readonly minutes: number
  readonly assistance: string
}

export type ActionV1 = {
  readonly intitule: string
  /** « action de formation » : se lit après « une ». */
  readonly nature: string
  /** « L6313-1, 1° ». */
  readonly article: string
  readonly objectif: string
  readonly objectifs: readonly string[]
  readonly contenu: readonly { readonly sequence: string; readonly detail?: string }[]
  readonly moyens: {
    readonly pedagogiques: string
    readonly techniques: string
    readonly encadrement: string
  }
  readonly minutes: number
  readonly jours: number
  readonly debut: string
  readonly fin: string
  /** « en présentiel », « à distance » : se lit après « a lieu ». */
  readonly modalite: string
  readonly distance?: DistanceV1
  /** Ce qui se suit hors des séances (D6313-3-1, D6313-3-2) : compté dans `minutes`. */
  readonly aPart?: readonly {
    readonly genre: 'asynchrone' | 'situation' | 'reflexion'
    readonly intitule: string
    readonly minutes: number
  }[]
  /** Celle à laquelle l’action prépare : elle se nomme à la sanction. `code` : « RNCP12345 », « RS1234 ». */
  readonly certification?: { readonly libelle: string; readonly code: string; readonly certificateur: string }
  readonly effectif: number
  readonly effectifMaximum: number
  readonly lieu: { readonly nom: string; readonly adresse?: AdresseV1; readonly acces: string }
  readonly seances: readonly SeanceV1[]
  /** La personne référente handicap. */
  readonly acces: { readonly referent: string; readonly telephone: string; readonly courriel: string }
  readonly formateurs: readonly FormateurV1[]
  readonly suivi: string
  readonly evaluation: string
  readonly sanction: string
}

export type PrixV1 = {
  readonly lignes: readonly {
    readonly libelle: string
    readonly quantite: string
    readonly unitaire: number
    readonly total: number
  }[]
  readonly totalHT: number
  readonly totalTTC: number
  /** Sans point final : « Exonération de TVA, article 261-4-4° a du code général des impôts ». */
  readonly mentionTva: string
}
/** Vide : le client paie tout. Les parts s’accordent hors taxes, et leur somme est le prix hors taxes. */
type FinancementV1 = { readonly financement: readonly { readonly qui: string; readonly montant: number }[] }
type AnnexesV1 = readonly {
  readonly titre: string
  readonly reference: string
  readonly pages: number
  readonly empreinte: string
}[]
type AnnulationV1 = { readonly paliers: readonly { readonly jours: number; readonly taux: number }[] }
type SignatairesV1 = { readonly organisme: SignataireV1; readonly client: SignataireV1 }

/** Un avenant est la pièce entière, refaite, qui dit laquelle elle complète et ce qu’elle change. */
export type AvenantV1 = {
  readonly de: string
  readonly objet: string
  /** La convention ou le contrat d’origine, quand `de` est déjà un avenant. */
  readonly initiale?: string
}

/** L6353-1, D6353-1 I. */
export type ConventionV1 = PieceV1 & {
  readonly avenant?: AvenantV1
  readonly client: ClientV1
  readonly references: { readonly session: string; readonly devis?: string; readonly client?: string }
  readonly action: ActionV1
  readonly stagiaires: readonly StagiaireV1[]
  readonly prix: PrixV1 & FinancementV1
  readonly reglement: {
    readonly delaiJours: number
    readonly acompte: number
    /** Un acompte peut se facturer avant la réalisation, sans être dû à la signature. */
    readonly acomptePossible?: boolean
    /** Un acheteur public : les intérêts moratoires de la commande publique tiennent lieu de pénalités. */
    readonly moratoires?: boolean
    readonly moyen: string
    readonly iban?: string
  }
  readonly annulation: AnnulationV1
  /** Qui anime sans être de l’organisme, sous quelle qualité. Vide : tous en sont ; absent : rien n’est dit d’eux. */
  readonly prestataires?: readonly (PersonneV1 & { readonly qualite: string })[]
  /** Un stagiaire au moins est salarié du client. */
  readonly employeur?: boolean
  readonly conservationAnnees: number
  readonly differends: {
    readonly reclamation: string
    readonly delaiReponseJours: number
    /** Convenu entre professionnels ; absent, celui que désigne la loi. */
    readonly tribunal?: string
  }
  readonly annexes: AnnexesV1
  readonly fait: FaitV1
  readonly signataires: SignatairesV1
}

/** L6353-3 à L6353-7 ; code de la consommation L221-5 et suivants. La dernière page est le formulaire de rétractation. */
export type ContratV1 = PieceV1 & {
  readonly avenant?: AvenantV1
  readonly stagiaire: StagiaireV1 & {
    readonly adresse: AdresseV1
    readonly courriel?: string
    readonly telephone?: string
  }
  readonly references: { readonly session: string }
  readonly action: ActionV1 & { readonly prerequis: string; readonly qualification: string }
  readonly retractation: {
    readonly jours: 10 | 14
    readonly circonstance: 'etablissement' | 'distance' | 'hors-etablissement' | 'demarchage'
    /** « à distance », « hors établissement » : se lit après « est conclu ». */
    readonly conclu: string
    /** D’un avenant : le dernier jour où l’on pouvait se rétracter du contrat qu’il complète. */
    readonly jusquau?: string
    readonly enLigne?: true // signé par lien, il se rétracte aussi par ce lien (C. conso. L221-21, D221-5)
  }
  readonly prix: PrixV1
  /** La première ne dépasse pas `PLAFOND_A_L_EXPIRATION` (L6353-6) ; leur somme est le prix que paie la personne, toutes taxes comprises. */
  readonly echeances: readonly { readonly quand: string; readonly montant: number }[]
  readonly reglement: { readonly moyen: string }
  readonly cessation: string
  readonly conservationAnnees: number
  readonly differends: { readonly reclamation: string; readonly delaiReponseJours: number }
  readonly mediateur: { readonly nom: string; readonly adresse: string; readonly site: string }
  readonly annexes: AnnexesV1
  readonly fait: FaitV1
  readonly signataires: SignatairesV1
}

/** D6353-1 II : approuvé, il peut tenir lieu de convention. */
export type DevisV1 = PieceV1 & {
  readonly client: ClientV1
  readonly references: { readonly client?: string }
  readonly action: ActionV1 & { readonly public: string; readonly prerequis: string }
  readonly prix: PrixV1 & FinancementV1
  readonly reglement: {
    readonly delaiJours: number
    readonly acompte: number
    readonly acomptePossible?: boolean
    readonly moyen: string
  }
  readonly annulation: AnnulationV1
  readonly delaiAcces: string
  /** Dernier jour où l’accord du client engage l’organisme. */
  readonly validite: string
  readonly annexes: AnnexesV1
  readonly fait: FaitV1
  readonly signataires: SignatairesV1
}

/** Une publicité autant qu’une pièce : le numéro d’activité ne s’y écrit que sous la forme de L6352-12. */
export type ProgrammeV1 = PieceV1 & {
  readonly version: { readonly numero: number; readonly le: string }
  readonly formation: {
    readonly intitule: string
    readonly accroche?: string
    readonly public: string
    readonly prerequis: string
    readonly objectifs: readonly string[]
    /** `minutes` zéro : la durée de la séquence n’est pas fixée, elle ne s’imprime pas. */
    readonly sequences: readonly {
      readonly titre: string
      readonly minutes: number
      readonly contenu: readonly string[]
    }[]
    /** La durée convenue, activités du plan comprises ; `parts` la détaille quand il y en a. */
    readonly minutes: number
    readonly parts?: readonly { readonly quoi: string; readonly minutes: number }[]
    readonly jours: number
    readonly modalite: string
    readonly lieu: string
    readonly effectif: { readonly minimum: number; readonly maximum: number }
    readonly moyens: readonly string[]
    readonly formateurs: readonly FormateurV1[]
    readonly distance?: DistanceV1
    readonly horsSeance?: readonly HorsSeanceV1[]
    readonly suivi: string
    readonly evaluation: string
    readonly sanction: string
    readonly certification?: {
      readonly libelle: string
      /** « RNCP12345 », « RS1234 ». */
      readonly code: string
      readonly enregistreeLe: string
      /** Fin de l’enregistrement. */
      readonly jusquAu?: string
      readonly certificateur: string
      readonly blocs: string
      readonly equivalences: string
      readonly debouches: string
      /** Taux d’obtention et suites (RNQ, indicateur 3). */
      readonly resultats?: string
    }
    readonly resultats?: {
      readonly periode: string
      readonly lignes: readonly { readonly valeur: string; readonly mesure: string; readonly note: string }[]
    }
    /** Les mêmes, écrits d’un trait : la base (période, effectif, calcul) est écrite dessous. */
    readonly resultatsTexte?: { readonly texte: string; readonly base: string }
    /** Sans résultats : vrai si l’on a vérifié qu’aucune session de l’offre ne s’est achevée. */
    readonly jamaisTenue?: boolean
    readonly acces: string
    readonly contact: ContactV1
    readonly tarifs: readonly { readonly formule: string; readonly prix: number; readonly unite: string }[]
    readonly mentionTva: string
    readonly financement?: string
    readonly handicap: string
    readonly referent: ContactV1
  }
}

/** L6353-8. `frais` : seulement pour qui paie à titre individuel et à ses frais. */
export type InformationStagiaireV1 = PieceV1 & {
  readonly references: { readonly session: string }
  readonly action: Omit<
    ActionV1,
    'nature' | 'article' | 'moyens' | 'effectif' | 'effectifMaximum' | 'suivi' | 'distance'
  >
  readonly relations: ContactV1 & {
    /** L’organisme de qui répond. */
    readonly entite: string
  }
  /**
   * Qui commande la formation, quand ce n’est pas la personne formée, et à qui s’y adresser : les « coordonnées de la personne
   * chargée des relations avec les stagiaires par l’entité commanditaire » (L6353-8 ; ○ relu d’une source seconde).
   */
  readonly commanditaire?: {
    readonly nom: string
    readonly contact?: string
    readonly qualite?: string
    readonly telephone?: string
    readonly courriel?: string
  }
  readonly reglementInterieur: { readonly reference: string }
  readonly frais?: {
    readonly prix: number
    readonly mentionTva: string
    readonly modalites: string
    readonly cessation: string
  }
  readonly fait: Pick<FaitV1, 'le'>
}

export type ConvocationV1 = PieceV1 & {
  readonly stagiaire: StagiaireV1 & { readonly entreprise?: string }
  /** L’organisme de formation donneur d’ordre, quand c’est auprès de lui que la personne est inscrite. */
  readonly donneur?: string
  readonly references: { readonly session: string }
  readonly action: Pick<
    ActionV1,
    'intitule' | 'minutes' | 'jours' | 'debut' | 'fin' | 'modalite' | 'seances' | 'acces' | 'formateurs'
  > & { readonly lieu: ActionV1['lieu'] & { readonly salles?: readonly SalleDite[] } }
  /** Lien et consignes, pour une session à distance. */
  readonly connexion?: string
  readonly horsSeance?: readonly HorsSeanceV1[]
  readonly materiel: string
  readonly positionnement?: { readonly quoi: string; readonly avant: string }
  readonly contacts: { readonly administratif: ContactV1; readonly pedagogique: ContactV1 }
  readonly joints: readonly string[]
  readonly fait: Pick<FaitV1, 'le'>
}

export type ResultatV1 = 'acquis' | 'en-cours' | 'non-acquis' | 'non-evalue'

/** Ce qui fut suivi, et ce que l’évaluation a montré, objectif par objectif. Jamais une certification. */
export type AttestationV1 = PieceV1 & {
  readonly stagiaire: PersonneV1
  readonly references: { readonly session: string }
  readonly action: {
    readonly intitule: string
    readonly nature: string
    readonly objectif: string
    readonly debut: string
    readonly fin: string
    readonly modalite: string
    readonly lieu: string
    /** Celles du certificat, jamais d’autres. */
    readonly minutesSuivies: number
    readonly minutes: number
    readonly formateurs: readonly PersonneV1[]
    /** Qui fut désigné pour former en situation de travail (D6313-3-2, 2°) : nom et fonction, comme notés. */
    readonly auTravail?: readonly string[]
  }
  readonly resultats: readonly { readonly objectif: string; readonly resultat: ResultatV1 }[]
  /** Comment on a évalué ; « non évalués » si rien ne l’a été. */
  readonly evaluation: string
  /** Ce qui a jalonné ou conclu une part à distance ou en situation de travail (D6313-3-1, D6313-3-2). */
  readonly evaluations?: readonly {
    readonly quoi: string
    readonly le: string
    readonly resultat: ResultatV1
  }[]
  readonly fait: FaitV1
  readonly signataires: Pick<SignatairesV1, 'organisme'>
}

/** Pour l’organisme dont on forme les stagiaires : lui seul établit le certificat. */
export type ExtraitPresenceV1 = PieceV1 & {
  readonly donneur: {
    readonly nom: string
    readonly adresse: AdresseV1
    readonly siret?: string
    readonly nda: string
    readonly prefet: string
  }
  readonly references: { readonly session: string; readonly contrat: string }
  readonly action: Pick<ActionV1, 'intitule' | 'minutes' | 'debut' | 'fin' | 'modalite' | 'formateurs'> & {
    readonly lieu: Omit<ActionV1['lieu'], 'acces'>
  }
  readonly presences: readonly (PersonneV1 & {
    readonly minutesSuivies: number
    readonly demiJournees: readonly (Omit<SeanceV1, 'minutes'> & {
      readonly etat: 'presente' | 'regularisee' | 'absente' | 'non-statuee'
      readonly minutesSuivies: number
    })[]
  })[]
  readonly registre: { readonly premiere: number; readonly derniere: number; readonly empreinte: string }
  readonly feuilles: readonly string[]
  /** Vrai : elles portent aussi des personnes d’autres clients, et ne se remettent donc pas. Absent : inconnu. */
  readonly feuillesPartagees?: boolean
  readonly fait: FaitV1
  readonly signataires: Pick<SignatairesV1, 'organisme'>
}
