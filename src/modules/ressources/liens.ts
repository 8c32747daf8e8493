import { link } from '#web/links.ts'

export const ressourcesUrl = link('/ressources')
export const deposerUrl = link('/ressources/deposer')
export const copiesUrl = link('/ressources/copies')
export const fichierDeCopieUrl = link('/ressources/copies/:copie/fichier')
export const ressourceUrl = link('/ressources/:ressource')
export const fichierDeVersionUrl = link('/ressources/:ressource/versions/:version')
