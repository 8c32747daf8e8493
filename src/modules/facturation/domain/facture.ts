/** Les mots de la facturation : ce qui se facture, d’où vient l’argent, ce qu’une ligne dit. Rien ici ne décide. */
import type { Id } from '#kernel/id.ts'

export type FactureId = Id<'Facture'>
export type ChargeId = Id<'Charge'>

export type GenreFacture = 'facture' | 'acompte' | 'avoir'

/** Émise ici et figée, ou émise par un autre outil et seulement enregistrée. */
export type Provenance = 'emise' | 'enregistree'

/**
 * Ce qu’une ligne facture. `formation` : des heures suivies ; `acompte` : une avance demandée, ou déduite ; `annexe` : repas,
 * hébergement, outils (ligne 11 du BPF) ; `dedit` : une indemnité, jamais de la formation (documents.md § 14) ;
 * `hors-formation` : conseil, location de salle, toujours taxables.
 */
export type Nature = 'formation' | 'acompte' | 'annexe' | 'dedit' | 'hors-formation'
