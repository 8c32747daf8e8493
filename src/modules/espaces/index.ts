/** L’index du module : les espaces sans compte. */
export { demanderEspaceUrl } from './liens.ts'
export { espaces } from './module.ts'
