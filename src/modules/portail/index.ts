/** L’index du portail : aucun module ne le lit, `app/` le monte et y mène. */
export { formationsUrl, unionUrl } from './liens.ts'
export { portail } from './module.ts'
export { lirePorteDEntree, PorteDEntreeVue } from './pages/porte-d-entree.page.tsx'
