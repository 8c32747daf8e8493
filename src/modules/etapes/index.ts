/** L’index des étapes : ce que `app/` branche. */

export { courrielDepuis, inscriptionsEcrites } from './db/envois.ts'
export { passerCourrier } from './gestes/passer-courrier.ts'
export { arretsDeLaSession, estArrete, retenusParArret } from './lecture/arrete.ts'
export { suivreLesSessions } from './lecture/suivre-sessions.ts'
export { messagesUrl, reglagesUrl } from './liens.ts'
export { moduleEtapes } from './module.ts'
export type { PrisesEtapes } from './prises.ts'
