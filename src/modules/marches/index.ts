/** L’index des marchés : lire et trier des avis, signaler une entente possible, purs. */
export type { Attribution, Avis, AvisLu, Lot, Nature, Rejet, Signalement } from './domain/avis.ts'
export { type Dossier as DossierDEntente, type Signal, seuils, signaler } from './domain/entente.ts'
export { type Profil, type Tri, trier } from './domain/trier.ts'
export { rapprocher } from './jobs/rapprocher.job.ts'
export { rangerUnReleve } from './jobs/relever.job.ts'
export { type Lecture, lireAvis } from './lecture/lire-avis.ts'
export { lireProfil } from './lecture/lire-profil.ts'
export { marches } from './module.ts'
