import { link } from '#web/links.ts'

export const personnesUrl = link('/personnes')
export const nouvellePersonneUrl = link('/personnes/nouvelle')
export const personneUrl = link('/personnes/:personne')
export const entreprisesUrl = link('/entreprises')
export const entrepriseUrl = link('/entreprises/:entreprise')
