import { link } from '#web/links.ts'

export const sessionsUrl = link('/sessions')
export { nouvelleSessionUrl } from '#web/links.ts'
export const sessionUrl = link('/sessions/:session')
/** La page qui demande confirmation d'un changement d'état, puis le fait. */
export const etatSessionUrl = link('/sessions/:session/etat/:vers')
/** La version de l'offre qu'elle suit, et la suivante. */
export const versionSessionUrl = link('/sessions/:session/version')
/** La feuille d'une demi-journée, servie par l'émargement. */
export const seanceUrl = link('/sessions/:session/seances/:seance')
/** Dates, lieu, salle, intervenant, conditions. */
export const modifierSessionUrl = link('/sessions/:session/modifier')
/** Revient sur le dernier changement, dans le quart d’heure. */
export const defaireSessionUrl = link('/sessions/:session/defaire')
/** La montrer au public, ou ne plus la montrer. */
export const annoncerSessionUrl = link('/sessions/:session/annonce')
/** Qui anime une demi-journée, et où. */
export const affecterUrl = link('/sessions/:session/affectations/:seance')
export const sallesUrl = link('/salles')
export const salleUrl = link('/salles/:salle')
/** La semaine par personne ou par salle, le mois d'un coup d'œil. */
export const planningUrl = link('/planning')
export const abonnementUrl = link('/planning/abonnements/:abonnement')
/** Les agendas du dehors, dont on ne lit que ce qui occupe. */
export const agendasUrl = link('/planning/agendas')
export const agendaUrl = link('/planning/agendas/:agenda')
/** L'adresse secrète qu'un agenda relit. */
export const agendaAbonneUrl = link('/agenda/:secret')
/** Les jours où une personne n'anime pas. */
export const congesUrl = link('/personnes/:personne/conges')
