/** L’index des ressources : le module, et ce qu’il demande à la qualité. */
export { genresVisesDesAchats } from './contributions/visas.ts'
export { moduleRessources } from './module.ts'
export type { PrisesRessources } from './prises.ts'
