/** L’index de la CAE : ce que `app/` branche, et la contribution, pure. */
export { activitesCommunes } from './db/activite-commune.ts'
export { type PieceEnAttente, piecesEnAttente } from './db/pieces-en-attente.ts'
export { type Bareme, baremeDe, type Genre, type Part, type Tranche } from './domain/bareme.ts'
export {
  type Contribution,
  contribuer,
  type Exercice,
  type Lectures,
  type Ligne,
  lecturesParDefaut,
  type Piece,
} from './domain/contribution.ts'
export type { GenreAViser } from './domain/file-des-visas.ts'
export { direConventionPerimee } from './lecture/activite-commune.ts'
export { visasDeLaCae } from './lecture/visas.ts'
export { communeUrl, visasUrl, viserUrl } from './liens.ts'
export { cae } from './module.ts'
export type { PrisesCae } from './prises.ts'
