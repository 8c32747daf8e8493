import { link } from '#web/links.ts'

export const signerUrl = link('/emargement/:jeton')
export const tabletteUrl = link('/emargement/tablette/:jeton')
export const tabletteNomUrl = link('/emargement/tablette/:jeton/:inscription')
export const rendreTabletteUrl = link('/emargement/tablette/:jeton/rendre')
export const ouvrirTabletteUrl = link('/sessions/:session/emargement/:seance/tablette')
export const sessionUrl = link('/sessions/:session')
export const feuilleUrl = link('/sessions/:session/seances/:seance')
export const certificatsUrl = link('/sessions/:session/certificats')
export const epreuveUrl = link('/sessions/:session/certificats/:inscription/epreuve.pdf')
export const feuillePdfUrl = link('/sessions/:session/feuille-emargement')
export const extraitUrl = link('/sessions/:session/certificats/:inscription/extrait')
