/** L’index de la mutualisation : le module, sa tâche de fond, et les formes juridiques d’une mission, pures. */

export { genresVisesDesEchanges } from './contributions/visas.ts'
export { direPiece, genresDePiece } from './domain/dossier-remis.ts'
export { defauts as faitsParDefaut, type Faits, valeursDe } from './domain/formes/faits.ts'
export { type FormeInterdite, type FormePermise, type Jugement, jugerFormes } from './domain/formes/juger.ts'
export type { CodeForme, Marque, Regle } from './domain/formes/regle.ts'
export { suivreSignatureDeMission } from './gestes/contrat-de-mission.ts'
export { type DossierRendu, dossiersRemisPar } from './gestes/dossier-remis.ts'
export { expirerLesAttentes } from './jobs/expirer.job.ts'
export { depensesDesEchanges } from './lecture/depenses.ts'
export { missionUrl } from './liens.ts'
export { moduleMutualisation } from './module.ts'
export type { PieceDuDossier, PreuveDeMission, PrisesMutualisation } from './prises.ts'
