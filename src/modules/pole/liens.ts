import { link } from '#web/links.ts'

export const polesUrl = link('/poles')
export const fonderUrl = link('/poles/nouveau')
export const rejoindreUrl = link('/poles/:pole/rejoindre')
export const poleUrl = link('/poles/:pole')
export const reglerPoleUrl = link('/poles/:pole/reglages')
export const convoquerUrl = link('/poles/:pole/reunions/nouvelle')
export const reunionUrl = link('/poles/:pole/reunions/:reunion')
export const corrigerUrl = link('/poles/:pole/reunions/:reunion/modifier')
export const retourUrl = link('/poles/:pole/reunions/:reunion/retour')
export const nouvelleDecisionUrl = link('/poles/:pole/decisions/nouvelle')
export const decisionUrl = link('/poles/:pole/decisions/:decision')
/** La page publique d'un retour, servie par le portail. */
export const retourPublieUrl = link('/retours/:adresse')
/** Les actualités du pôle, écrites par qui l'anime ; servies par le portail. */
export const actualitesDuPoleUrl = link('/poles/:pole/actualites')
