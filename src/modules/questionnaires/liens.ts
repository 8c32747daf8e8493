import { link } from '#web/links.ts'

export const questionnairesUrl = link('/questionnaires')
export const nouveauModeleUrl = link('/questionnaires/modeles/nouveau')
export const modeleUrl = link('/questionnaires/modeles/:modele')
export const modelePretUrl = link('/questionnaires/prets/:genre')
export const apercuUrl = link('/questionnaires/modeles/:modele/apercu')
export const reglagesUrl = link('/questionnaires/reglages')
export const financeursUrl = link('/questionnaires/financeurs')
export const resultatsUrl = link('/questionnaires/resultats')
export const resultatsCsvUrl = link('/questionnaires/resultats.csv')
export const campagneUrl = link('/questionnaires/recueils/:campagne')
export const campagneCsvUrl = link('/questionnaires/recueils/:campagne/reponses.csv')
/** Les liens à remettre en main propre : un carré par personne. */
export const liensARemettreUrl = link('/questionnaires/recueils/:campagne/liens')
export const effacerReponseUrl = link('/questionnaires/reponses/:reponse/effacer')
export const demandeUrl = link('/questionnaires/demandes/:demande')
export const aSuivreUrl = link('/questionnaires/a-suivre')
export const aSuivreCsvUrl = link('/questionnaires/a-suivre.csv')
export const reponseUrl = link('/questionnaires/reponses/:reponse')
export const publierUrl = link('/questionnaires/publier')
/** Ce qu’une session demande, à qui, et ce qui en est revenu. */
export const questionnairesDeSessionUrl = link('/sessions/:session/questionnaires')
/** Sans compte : le lien personnel. */
export const repondreUrl = link('/questionnaire/:jeton')
export const arretUrl = link('/questionnaire/:jeton/arret')
