import type { TerritoireFerie } from '#kernel/feries.ts'
import type { Zone } from '#kernel/zones.ts'
import type { EtatSession, Garde } from './etats.ts'
import type { DemiJournee } from './seance.ts'

/** Les états tels que les pages les disent. */
export const motEtat: Readonly<Record<EtatSession, string>> = {
  brouillon: 'en préparation',
  ouverte: 'inscriptions ouvertes',
  confirmee: 'confirmée',
  'en-cours': 'en cours',
  terminee: 'terminée',
  cloturee: 'clôturée',
  archivee: 'archivée',
  annulee: 'annulée',
  reportee: 'reportée',
  interrompue: 'interrompue',
}

/** Le verbe du bouton qui mène à l'état. */
export const gesteEtat: Readonly<Partial<Record<EtatSession, string>>> = {
  ouverte: 'Ouvrir les inscriptions',
  confirmee: 'Confirmer la session',
  'en-cours': 'Commencer la session',
  terminee: 'Terminer la session',
  cloturee: 'Clôturer la session',
  archivee: 'Archiver la session',
  annulee: 'Annuler la session',
  reportee: 'Reporter la session',
  interrompue: 'Interrompre la session',
}

/** Le même verbe, selon d'où l'on part : on rouvre ce qui était reporté, on reprend ce qui était interrompu. */
export const gestePassage = (de: EtatSession, vers: EtatSession): string =>
  de === 'reportee' && vers === 'ouverte'
    ? 'Rouvrir les inscriptions'
    : de === 'interrompue' && vers === 'en-cours'
      ? 'Reprendre la session'
      : de === 'interrompue' && vers === 'terminee'
        ? 'Arrêter la session là'
        : (gesteEtat[vers] ?? '')

export const motModalite = {
  presentiel: 'en présence',
  mixte: 'en présence et à distance',
  distance: 'à distance',
} as const satisfies Record<string, string>
export type Modalite = keyof typeof motModalite

export const motDemiJournee: Readonly<Record<DemiJournee, string>> = {
  matin: 'matin',
  'apres-midi': 'après-midi',
  soiree: 'soirée',
}

export const motNature = {
  formation: 'action de formation',
  bilan: 'bilan de compétences',
  vae: 'validation des acquis de l’expérience',
  apprentissage: 'action par apprentissage',
} as const satisfies Record<string, string>

/**
 * Où l'on chôme quoi, d'après le fuseau de la salle. Les collectivités du Pacifique et Miquelon ont leurs propres
 * fêtes : on leur applique celles de la métropole, et la personne garde la main.
 */
export const territoireDe: Readonly<Record<Zone, TerritoireFerie>> = {
  'Europe/Paris': 'metropole',
  'America/Guadeloupe': 'guadeloupe',
  'America/Martinique': 'martinique',
  'America/Cayenne': 'guyane',
  'Indian/Reunion': 'reunion',
  'Indian/Mayotte': 'mayotte',
  'America/Marigot': 'saint-martin',
  'America/St_Barthelemy': 'saint-barthelemy',
  'America/Miquelon': 'metropole',
  'Pacific/Noumea': 'metropole',
  'Pacific/Tahiti': 'metropole',
  'Pacific/Wallis': 'metropole',
}

/** Ce qui doit être vrai, dit en positif : pour la liste des conditions d’un passage. */
export const motGarde: Readonly<Record<Garde, string>> = {
  'offre-publiee': 'L’offre est validée au catalogue',
  'dates-posees': 'Les séances sont posées',
  'lieu-pose': 'Le lieu est posé',
  'formateur-pressenti': 'Quelqu’un est pressenti pour animer',
  'prix-pose': 'Le prix est posé',
  'capacite-posee': 'La capacité est posée',
  'controles-leves': 'Les contrôles bloquants sont réparés ou acceptés',
  'effectif-atteint': 'L’effectif minimal est atteint',
  'formateur-affecte': 'Quelqu’un est affecté pour animer',
  'dossier-formateur-a-jour': 'Le dossier de qui anime ne retient pas la session',
  'sous-traitance-signee': 'La sous-traitance éventuelle est signée',
  'premiere-seance-atteinte': 'La première séance a commencé',
  'derniere-seance-passee': 'La dernière séance est passée',
  'creneaux-statues': 'Chaque demi-journée a une présence ou une absence',
  'acquis-evalues': 'Les acquis sont évalués',
  'certificats-emis': 'Les certificats de réalisation sont émis',
  'factures-emises': 'Les factures sont émises',
  'bilan-fait': 'Le bilan de session est fait',
  'seance-a-venir': 'Une demi-journée au moins est posée à venir',
  'froid-passe': 'L’évaluation à froid est échue',
  'avis-traces': 'Stagiaires et financeurs sont avisés, et l’avis est tracé',
}
