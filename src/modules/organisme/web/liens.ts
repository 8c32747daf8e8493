import { link } from '#web/links.ts'

export const premiersPasUrl = link('/premiers-pas')
export const cooperativeUrl = link('/cooperative')
/** Qui appeler pour quoi ; servie par `app/`, qui y joint ce que disent les pièces. */
export const contactsUrl = link('/cooperative/contacts')
export const identiteUrl = link('/cooperative/identite')
export const logoUrl = link('/cooperative/logo/:empreinte')
export const etablissementsUrl = link('/cooperative/etablissements')
export const etablissementUrl = link('/cooperative/etablissements/:etablissement')
export const enseignesUrl = link('/cooperative/enseignes')
export const enseigneUrl = link('/cooperative/enseignes/:enseigne')
export const equipeUrl = link('/cooperative/equipe')
export const membreUrl = link('/cooperative/equipe/:membre')
export const retirerMembreUrl = link('/cooperative/equipe/:membre/retirer')
export const signatairesUrl = link('/cooperative/signataires')
export const signataireUrl = link('/cooperative/signataires/:signataire')
export const conditionsUrl = link('/cooperative/conditions')
export const journalUrl = link('/journal')
