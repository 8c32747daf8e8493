/** La porte des inscriptions : ce que les modules de rang supérieur et `app/` peuvent employer. */
export {
  compterInscrits,
  type InscriptionId,
  type Inscrit,
  lireInscription,
  listerInscrits,
} from './db/inscriptions.queries.ts'
export { finInscriptionUrl, inscrireUrl } from './liens.ts'
export { inscriptions } from './module.ts'
export { cloreInscription, type FinVoulue, finDe } from './usecases/clore.ts'
export { type Apprenant, inscrire, type RefusInscrire } from './usecases/inscrire.ts'
