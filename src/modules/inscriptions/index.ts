/** La porte des inscriptions : ce que les modules de rang supérieur et `app/` peuvent employer. */

export { cloreInscription, type FinVoulue, finDe } from './clore.ts'
export {
  compterInscrits,
  type InscriptionId,
  type Inscrit,
  lireInscription,
  listerInscrits,
} from './db/inscriptions.queries.ts'
export { type Apprenant, inscrire, type RefusInscrire } from './inscrire.ts'
export { finInscriptionUrl, inscrireUrl } from './liens.ts'
export { inscriptions } from './module.ts'
