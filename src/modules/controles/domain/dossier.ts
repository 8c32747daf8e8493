import type { DateCivile } from '#kernel/dates.ts'
import type { TerritoireFerie } from '#kernel/feries.ts'
import type { Zone } from '#kernel/zones.ts'

/**
 * Tout ce qu’un contrôle lit d’une session, en une fois. Aucun nom : une phrase désigne une personne par
 * `{tiers:UUID}`, résolu à la lecture. Absent veut dire « personne ne le sait » : le contrôle répond alors
 * « non vérifiable », jamais « juste ».
 */
export type DossierControle = {
  /** L’instant du contrôle, et le jour au calendrier de la salle. */
  readonly maintenant: Date
  readonly aujourdhui: DateCivile
  readonly session: {
    readonly id: string
    readonly intitule: string
    /** Reprise d’un autre outil : ses preuves sont dans les anciens dossiers, le registre n’en a aucune. */
    readonly reprise?: boolean
    readonly nature: string
    readonly modalite: 'presentiel' | 'mixte' | 'distance'
    readonly lieu: string
    readonly zone: Zone
    /** D’après l’adresse du lieu, à défaut le fuseau : c’est là que l’on chôme ou non. */
    readonly territoire: TerritoireFerie
  }
  /** Dans l’ordre ; les demi-journées non tenues n’y sont pas, et celle coupée en route finit où elle s’est arrêtée. */
  readonly seances: readonly SeanceControlee[]
  readonly inscriptions: readonly InscriptionControlee[]
  /** Les engagements signés dont personne n’est encore inscrit pour de bon : le contrôle relève une signature tardive sans attendre. */
  readonly engagements?: readonly Engagement[]
  readonly cases: readonly CaseControlee[]
  /** Celles qui valent : ni remplacées, ni annulées. */
  readonly pieces: readonly PieceControlee[]
  /** Ce que les mêmes intervenants font ailleurs, au même moment. */
  readonly ailleurs: readonly {
    readonly personne: string
    readonly seance: string
    readonly numero: string
  }[]
  /** Congés et absences déclarés des intervenants, début et fin compris. */
  readonly conges: readonly {
    readonly personne: string
    readonly du: DateCivile
    readonly au: DateCivile
  }[]
  readonly suivi: SuiviControle
  /** Ce qui a été facturé, en heures. Absent : rien n’est facturé, il n’y a rien à comparer. */
  readonly factures?: readonly FactureControlee[] | undefined
}

export type SeanceControlee = {
  readonly id: string
  readonly jour: DateCivile
  /** À la pendule de la salle. */
  readonly debut: number
  readonly fin: number
  /** Fenêtre de signature (de la demi-journée prévue), et fin de ce qui s’en est tenu, en instants. */
  readonly ouvreLe: Date
  readonly finLe: Date
  readonly fermeLe: Date
  readonly lieu: string
  /** Pourquoi ce jour chômé est gardé. */
  readonly motifJour: string | null
  readonly close: boolean
  /** Places des salles prises ; nul si aucune salle n’en dit. */
  readonly places: number | null
  readonly intervenants: readonly { readonly personne: string; readonly compte: string | null }[]
  /** Comptes dont la signature est attendue ; vide si personne n’en a : qui supplée suffit. */
  readonly attendus: readonly string[]
  readonly contresignatures: readonly { readonly par: string; readonly suppleance: boolean }[]
  /** Suivie en ligne : la session est à distance, ou une liste de connexion s’y rapporte. */
  readonly distance: boolean
}

/** Ce qu’un client a signé, ou non. */
export type Engagement = Pick<
  InscriptionControlee,
  'dossier' | 'regime' | 'signeLe' | 'surPapier' | 'demarrageMotive'
>

export type InscriptionControlee = {
  readonly id: string
  readonly personne: string
  readonly etat: string
  /** Le dernier instant où elle tenait sa place ; nul tant qu’elle la tient. */
  readonly sortieLe: Date | null
  readonly dossier: string | null
  /** `convention`, `contrat`, `cpf`, `sous-traitance-recue` ; nul : inscrite sans dossier. */
  readonly regime: string | null
  /** Le contrat ou la convention est signé, quand ; un départ sans signature a son motif. */
  readonly signeLe: Date | null
  /** Signé sur un papier daté : de son jour, on ne sait pas l’heure. */
  readonly surPapier?: boolean
  readonly demarrageMotive: boolean
  /** Minutes prouvées, comme le certificat les compte ; distance, asynchrone et situation de travail comprises. */
  readonly realiseMin: number
}

export type CaseControlee = {
  readonly inscription: string
  readonly seance: string
  readonly etat: 'attendue' | 'presente' | 'absente'
  /** L’instant que la signature retient. */
  readonly signeeLe: Date | null
  /** L’horloge de l’appareil, s’il l’a dite ; sinon celle du serveur. */
  readonly horloge: Date | null
  /** Faite sans réseau : quand elle est arrivée. */
  readonly remiseLe?: Date | null
  readonly porte: string | null
  /** L’appareil commun ; nul pour un lien personnel ouvert sur son propre téléphone. */
  readonly appareil: string | null
  /** Une empreinte de l’adresse réseau et de l’appareil ; nulle si la part est effacée. */
  readonly origine: string | null
  /** La marque du navigateur où l’on a signé, la même pour toutes les portes ; nulle si elle n’est pas dite, ou effacée. */
  readonly marque?: string | null
  /** Attestée après coup par qui forme, avec un motif : l’heure n’est pas celle de la personne. */
  readonly attestee: boolean
}

// Permis : les familles que les contrôles comparent ; la fiche d’un genre dit la sienne.
export type GenrePieceControlee = 'convention' | 'convocation' | 'certificat' | 'attestation' | 'facture'
export type PieceControlee = {
  readonly id: string
  readonly genre: GenrePieceControlee
  readonly numero: string
  readonly emiseLe: Date
  /** Le dossier (convention, facture ; vide s’il n’est pas dit) ou l’inscription (les autres). */
  readonly objet: string
  readonly intitule: string | null
  readonly nature: string | null
  readonly debut: string | null
  readonly fin: string | null
  readonly lieu: string | null
  /** Prévues pour une convention ou une convocation, réalisées pour le reste. */
  readonly minutes: number | null
  /** Les heures annoncées, « AAAA-MM-JJ HH:MM-HH:MM » ; nul : la pièce ne les dit pas. */
  readonly creneaux: readonly string[] | null
  /** Combien de personnes la pièce nomme ; nul : elle ne nomme pas. */
  readonly effectif: number | null
}

/** Ce qui prouve ce qui ne se signe pas dans une salle : D6313-3-1 (à distance), D6313-3-2 (situation de travail). */
export type SuiviControle = {
  /** 2° : les activités à effectuer, et leur durée estimée. */
  readonly plan: readonly {
    readonly id: string
    readonly genre: 'asynchrone' | 'situation' | 'reflexion'
    readonly minutes: number | null
  }[]
  /** Ce que la convention annonce de la distance (activités, durée) ; nul : rien d’émis. */
  readonly annonce: { readonly activites: boolean; readonly minutes: number } | null
  /** 1° : qui assiste, par quel moyen, sous quel délai. */
  readonly assistants: number
  readonly elements: readonly ElementControle[]
  /** Les listes de connexion reçues, par séance, et qui s’y trouve. */
  readonly connexions: readonly {
    readonly seance: string
    readonly presents: readonly { readonly inscription: string; readonly minutes: number }[]
  }[]
}
export type ElementControle = {
  readonly id: string
  readonly genre:
    | 'realisation'
    | 'echange'
    | 'evaluation'
    | 'afest-analyse'
    | 'afest-formateur'
    | 'afest-situation'
    | 'afest-reflexion'
    | 'afest-evaluation'
  /** Nulle : pour toute la session. */
  readonly inscription: string | null
  readonly le: DateCivile
  readonly minutes: number | null
  readonly activite: string | null
  /** Un fichier l’appuie. */
  readonly fichier: boolean
}

/** Factures moins avoirs, personne par personne ; de plusieurs payeurs, le plus grand : chacun paie sa part des mêmes heures. */
export type FactureControlee = { readonly inscription: string; readonly minutes: number }
