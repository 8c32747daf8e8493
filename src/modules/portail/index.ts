/** La porte du portail : aucun module ne le lit, `app/` le monte. */
export { portail } from './module.ts'
