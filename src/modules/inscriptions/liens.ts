import { link } from '#web/links.ts'

export const inscrireUrl = link('/sessions/:session/inscriptions/nouvelle')
/** Annuler une inscription, ou noter un abandon : la page, dans `app/pages`, sait qui est venu. */
export const finInscriptionUrl = link('/sessions/:session/inscriptions/:inscription/fin')
