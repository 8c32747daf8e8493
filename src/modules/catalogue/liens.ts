import { link } from '#web/links.ts'

export const catalogueUrl = link('/catalogue')
export const importerUrl = link('/catalogue/importer')
export const importUrl = link('/catalogue/imports/:import')
export const nouvelleOffreUrl = link('/catalogue/nouvelle')
export const offreUrl = link('/catalogue/:offre')
export const adopterUrl = link('/catalogue/:offre/adopter')
export const modifierUrl = link('/catalogue/:offre/modifier')
export const versionUrl = link('/catalogue/:offre/versions/:numero')
/** La fiche publique d’une offre, servie par `portail`. */
export const ficheUrl = link('/formations/:offre')
