/** L’index du module : délégués des stagiaires, discipline. */
export { stagiaires } from './module.ts'
