/** Un plafond de visa posé sans page, sous le mur : pour l’essai d’un module qui ne connaît pas la CAE. */
export { poserSeuil } from '#modules/cae/db/absences.ecritures.ts'
export { ajouterPlafond, fermerPlafond } from '#modules/cae/db/plafonds.ecritures.ts'
export type { PlafondId } from '#modules/cae/db/plafonds.ts'
