/** L’index des contrôles. */
export { lireReglage as lireReglageDesControles } from './db/assiduite.ts'
export { verrouillerSession as verrouillerConstats } from './db/constats.ts'
export { retenuesDeLaFacture } from './gestes/retenir.ts'
export {
  assiduiteUrl,
  controlesUrl,
  reglagesUrl as reglagesDesControlesUrl,
  sessionControlesUrl,
} from './liens.ts'
export { moduleControles } from './module.ts'
export type { PrisesControles } from './prises.ts'
