/** La porte du catalogue : ce que les modules de rang supérieur et `app/` peuvent employer. */
export { type GestesDuCatalogue, gestesDuCatalogue } from './composer.ts'
export { lireOffre, listerOffresAdoptees } from './db/offres.queries.ts'
export {
  type Contenu,
  estAdoptee,
  type ImportId,
  type Nature,
  natures,
  type Offre,
  type OffreAdoptee,
  type OffreId,
} from './domain/offre.ts'
export type { Rapport } from './domain/rapport.ts'
export { catalogueUrl, offreUrl } from './liens.ts'
export { catalogue } from './module.ts'
