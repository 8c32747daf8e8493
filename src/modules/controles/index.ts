/** La porte des contrôles. */
export { verrouillerSession as verrouillerConstats } from './db/constats.ts'
export { controlesUrl, sessionControlesUrl } from './liens.ts'
export { controles } from './module.ts'
export { retenuesDeLaFacture } from './retenir.ts'
