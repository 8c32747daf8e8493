/** La porte des étapes : ce que `app/` branche. */
export { arretsDeLaSession, estArrete, retenusParArret } from './arrete.ts'
export { reglagesUrl } from './liens.ts'
export { moduleEtapes } from './module.ts'
export { passerCourrier } from './passer-courrier.ts'
export type { PrisesEtapes } from './prises.ts'
