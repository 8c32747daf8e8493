import { link } from '#web/links.ts'

/** Les personnes et les étapes d’une session. */
export const envoisUrl = link('/sessions/:session/envois')
export const envoisCsvUrl = link('/sessions/:session/envois.csv')
/** Relire une étape sur cette session, l’armer, l’arrêter. */
export const etapeUrl = link('/sessions/:session/envois/etapes/:code')
/** Écrire à plusieurs. */
export const ecrireUrl = link('/sessions/:session/envois/ecrire')
export const ecritUrl = link('/sessions/:session/envois/ecrits/:ecrit')
/** Écrire hors d’une session ; l’adresse du premier est chez `web/links.ts`, les listes y mènent. */
export const messagesUrl = link('/messages')
export const messagesCsvUrl = link('/messages.csv')
export const messageUrl = link('/messages/:ecrit')
export const reprendreMessageUrl = link('/messages/:ecrit/reprendre')
/** Donner un avis de non-remise. */
export const rebondUrl = link('/messages/revenu')
/** Ce qu’une personne a reçu. */
export const recusUrl = link('/personnes/:personne/envois')
export const recusCsvUrl = link('/personnes/:personne/envois.csv')
/** Tout ce qui est parti, ce qui partira, ce qui est revenu. */
export const boiteEnvoisUrl = link('/envois')
/** Ce que la coopérative envoie, quand, avec quels mots. */
export const reglagesUrl = link('/cooperative/envois')
/** Une étape de la coopérative. */
export const nouvelleEtapeUrl = link('/cooperative/envois/nouvelle')
export const reglerEtapeUrl = link('/cooperative/envois/:code')
export const retirerEtapeUrl = link('/cooperative/envois/:code/retirer')
export const remettreEtapeUrl = link('/cooperative/envois/:code/remettre')
/** Sans compte : ne plus recevoir d’informations. */
export const finirUrl = link('/informations/:message/:preuve/fin')
