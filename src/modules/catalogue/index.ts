/** L’index du catalogue : ce que les modules de rang supérieur et `app/` peuvent employer. */

export { offresNommees } from './db/chercher.queries.ts'
export { compterOffres, nommerOffres } from './db/comptes.queries.ts'
export {
  chercherFiches,
  type FichePublique,
  type FiltreFiches,
  fichesEnTete,
  type LigneFiche,
  lireFichePublique,
  listerPlan,
  nombreDeFiches,
  specialitesEnLigne,
  type Vitrine,
} from './db/fiches.ts'
export { lireOffre, listerOffresAdoptees } from './db/offres.queries.ts'
export { reprendreOffres } from './db/reprise.ecritures.ts'
export { lireVersion, listerVersions, type Version } from './db/versions.ts'
export {
  categories,
  type NiveauF3,
  niveauxF3,
  type ObjectifF3,
  objectifsF3,
} from './domain/classement.ts'
export { lireContenu } from './domain/contenu.ts'
export { differences } from './domain/differences.ts'
export { codeNsf, libelleNsf, type Specialite, specialites } from './domain/nsf.ts'
export {
  type Contenu,
  estAdoptee,
  type ImportId,
  type Modalite,
  modalites,
  type Nature,
  natures,
  type Offre,
  type OffreAdoptee,
  type OffreId,
  type VersionId,
} from './domain/offre.ts'
export type { Rapport } from './domain/rapport.ts'
export { estCertifiante } from './domain/rubriques.ts'
export { type GestesDuCatalogue, gestesDuCatalogue } from './gestes/composer.ts'
export { catalogueUrl, ficheUrl, offreUrl, versionUrl } from './liens.ts'
export { catalogue } from './module.ts'
export { Differences } from './pages/contenu-lu.tsx'
