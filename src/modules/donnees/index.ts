/** L’index du module : les données personnelles. */
export { droitsDesPersonnes, echeanceDe, type GenreDemande, listeDroits, reponses } from './domain/demande.ts'
export { donneesUrl } from './liens.ts'
export { donnees } from './module.ts'
