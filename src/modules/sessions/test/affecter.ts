/** Affecter, changer, défaire sans passer par une page : ce qu’un essai d’un autre module éprouve des gestes et de la base. */
export { affecter } from '../db/occupations.ecritures.ts'
export { sansChevauchement } from '../db/occupations.ts'
export { lireSession } from '../db/sessions.queries.ts'
export { affecterSeance } from '../gestes/affecter.ts'
export { defaireChangement } from '../gestes/defaire.ts'
export { modifierSession } from '../gestes/modifier.ts'
