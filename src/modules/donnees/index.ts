/** La porte du module : les données personnelles. */
export { droitsDesPersonnes, echeanceDe, type GenreDemande, listeDroits, reponses } from './domain/demande.ts'
export { donnees } from './module.ts'
