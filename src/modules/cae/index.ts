/** La porte de la CAE : ce que `app/` branche. */
export { visasDeLaCae } from './db/visas.ts'
export { visasUrl } from './liens.ts'
export { moduleCae } from './module.ts'
