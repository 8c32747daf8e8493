/** Affecter sans passer par une page : ce qu’un essai d’un autre module éprouve de la base. */
export { affecter } from '../db/occupations.ecritures.ts'
export { sansChevauchement } from '../db/occupations.ts'
