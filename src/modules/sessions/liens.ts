import { link } from '#web/links.ts'

export const sessionsUrl = link('/sessions')
export const nouvelleSessionUrl = link('/sessions/nouvelle')
export const sessionUrl = link('/sessions/:session')
/** La page qui demande confirmation d'un changement d'état, puis le fait. */
export const etatSessionUrl = link('/sessions/:session/etat/:vers')
/** La feuille d'une demi-journée, servie par l'émargement. */
export const seanceUrl = link('/sessions/:session/seances/:seance')
