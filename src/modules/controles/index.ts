/** La porte des contrôles. */
export { controlesUrl, sessionControlesUrl } from './liens.ts'
export { controles } from './module.ts'
