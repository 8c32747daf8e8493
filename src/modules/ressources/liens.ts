import { link } from '#web/links.ts'

export const achatsUrl = link('/achats')
export const ouvrirAchatUrl = link('/achats/ouvrir')
export const tensionsUrl = link('/achats/tensions')
export const achatUrl = link('/achats/:achat')
export const ressourcesUrl = link('/ressources')
export const deposerUrl = link('/ressources/deposer')
export const copiesUrl = link('/ressources/copies')
export const fichierDeCopieUrl = link('/ressources/copies/:copie/fichier')
export const ressourceUrl = link('/ressources/:ressource')
export const fichierDeVersionUrl = link('/ressources/:ressource/versions/:version')
