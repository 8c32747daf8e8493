import { link } from '#web/links.ts'

export const polesUrl = link('/poles')
/** Reprendre, ou effacer, un formulaire laissé en route. */
export const brouillonUrl = link('/poles/brouillons/:cle')
export const fonderUrl = link('/poles/nouveau')
export const proposerUrl = link('/poles/propositions/nouvelle')
export const propositionUrl = link('/poles/propositions/:proposition')
/** L'avis de qui tient le département, par un lien prouvé ; servi par le portail. */
export const avisUrl = link('/avis/:proposition/:preuve')
export const rejoindreUrl = link('/poles/:pole/rejoindre')
export const poleUrl = link('/poles/:pole')
export const reglerPoleUrl = link('/poles/:pole/reglages')
export const convoquerUrl = link('/poles/:pole/reunions/nouvelle')
export const reunionUrl = link('/poles/:pole/reunions/:reunion')
export const corrigerUrl = link('/poles/:pole/reunions/:reunion/modifier')
export const retourUrl = link('/poles/:pole/reunions/:reunion/retour')
export const chercherDateUrl = link('/poles/:pole/reunions/dates')
export const nouveauGroupeUrl = link('/poles/:pole/groupes/nouveau')
export const groupeUrl = link('/poles/:pole/groupes/:groupe')
export const changerGroupeUrl = link('/poles/:pole/groupes/:groupe/modifier')
export const livrerUrl = link('/poles/:pole/groupes/:groupe/livrer')
export const dossierUrl = link('/poles/:pole/dossiers/:dossier')
export const livrableUrl = link('/poles/:pole/livrables/:livrable')
export const fichierUrl = link('/poles/:pole/livrables/:livrable/:version/fichier')
export const nouvelleDecisionUrl = link('/poles/:pole/decisions/nouvelle')
export const decisionUrl = link('/poles/:pole/decisions/:decision')
/** La veille commune : la source se partage, la décision reste chez chacune. */
export const veilleUrl = link('/poles/:pole/veille')
export const veilleCsvUrl = link('/poles/:pole/veille.csv')
/** La page publique d'un retour, servie par le portail. */
export const retourPublieUrl = link('/retours/:adresse')
/** La lettre du pôle, servie par le portail ; `?retour=` la remplit d'un retour publié. */
export const lettreDuPoleUrl = link('/poles/:pole/lettre')
/** Les actualités du pôle, écrites par qui l'anime ; servies par le portail. */
export const actualitesDuPoleUrl = link('/poles/:pole/actualites')
