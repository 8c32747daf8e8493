import { link } from '#web/links.ts'

export const signerUrl = link('/emargement/:jeton')
export const sessionUrl = link('/sessions/:session')
export const feuilleUrl = link('/sessions/:session/seances/:seance')
export const certificatsUrl = link('/sessions/:session/certificats')
export const epreuveUrl = link('/sessions/:session/certificats/:inscription/epreuve.pdf')
export const feuillePdfUrl = link('/sessions/:session/feuille-emargement')
