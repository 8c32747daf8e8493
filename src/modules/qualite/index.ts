/** L’index du module : le référentiel, pur. */
export { aUnCadre } from './db/premiers-pas.queries.ts'
export {
  criteres,
  type Grille,
  grilleAu,
  type IndicateurApplicable,
  type Version,
  versionAu,
  versions,
} from './domain/grille.ts'
export { type Categorie, type Condition, categories, conditions } from './domain/indicateur.ts'
export { classerLieuPrete } from './gestes/classer-lieu.ts'
export { classerMission } from './gestes/classer-mission.ts'
export { classerPieceRemise } from './gestes/classer-piece-remise.ts'
export { classerSupport } from './gestes/classer-support.ts'
export { supportsDeLEnseigne, trousDesSessions } from './lecture/d-une-enseigne.ts'
export {
  actionDeReponseUrl,
  adaptationDeReponseUrl,
  affaireDeReponseUrl,
  affaireUrl,
  besoinDeReponseUrl,
  cadreUrl,
  parcoursUrl,
} from './liens.ts'
export { qualite } from './module.ts'
