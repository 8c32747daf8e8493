/** La porte du module : ce que les modules de rang supérieur peuvent prendre. */
export {
  cloreLaFeuille,
  envoyerLesLiens,
  lireFeuille,
  noterAbsence,
  regulariser,
  signerParLien,
} from './composer.ts'
export { type CompteDeCases, compterCases, feuillesOuvertes } from './db/comptes.ts'
export { type Case, lireCases, lireContresignatures, lireDemis } from './db/lectures.ts'
export { verifierEnBase } from './db/registre.ts'
export { calculerHeuresSuivies, type HeuresSuivies } from './domain/heures-suivies.ts'
export { type Verdict, verifierChaine } from './domain/registre.ts'
export { emettreCertificat, emettreCertificats, lireCertificats } from './emettre-certificats.ts'
export { emettreFeuille } from './emettre-feuille.ts'
export { heuresDe } from './emissions-communes.ts'
export { attestationsUrl, certificatsUrl, distanceUrl, feuilleUrl } from './liens.ts'
export { ajouterAPart, type ElementProbant, heuresAPart } from './domain/a-part.ts'
export { lireElements, lireListes, lirePlan } from './db/a-part.ts'
export { minutesDansLaSeance } from './domain/rapprocher.ts'
export { fenetreDe } from './domain/signer-demi-journee.ts'
export type { Demi } from './usecases/ports.ts'
export { type CasePassee, lireCasesPassees } from './db/assiduite.ts'
