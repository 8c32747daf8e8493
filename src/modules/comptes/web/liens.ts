import { link } from '#web/links.ts'

export const deconnexionUrl = link('/deconnexion')
export const codeUrl = link('/connexion/code')
export const reprendreUrl = link('/connexion/reprendre')
export const codeDeRepriseUrl = link('/connexion/reprendre/code')
export const oubliUrl = link('/mot-de-passe-oublie')
export const motDePasseUrl = link('/compte/mot-de-passe')
export const sessionsUrl = link('/compte/sessions')
export const secondFacteurUrl = link('/compte/second-facteur')
export const lienUrl = link('/l/:jeton')
export const assistanceUrl = link('/instance/assistance')
export const fermerAssistanceUrl = link('/instance/assistance/terminer')
export const visitesUrl = link('/cooperative/assistance')
