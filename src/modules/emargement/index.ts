/** La porte du module : ce que les modules de rang supérieur peuvent prendre. */
export { cloreLaFeuille, envoyerLesLiens, lireFeuille, noterAbsence, regulariser } from './composer.ts'
export { lireElements, lireListes, lirePlan } from './db/a-part.ts'
export { type CasePassee, lireCasesPassees } from './db/assiduite.ts'
export {
  type CasesNommees,
  type CompteDeCases,
  compterCases,
  feuillesOuvertes,
  nommerCases,
} from './db/comptes.ts'
export { verrouillerCasesDe, verrouillerSession as verrouillerFeuilles } from './db/ecritures.ts'
export { type PartsDeSession, partsDeLaPersonne } from './db/effacement.ts'
export { type Case, type CaseNue, lireCases, lireContresignatures, lireDemis } from './db/lectures.ts'
export { verifierEnBase } from './db/registre.ts'
export { ajouterAPart, type ElementProbant, heuresAPart } from './domain/a-part.ts'
export { ecrireLien } from './domain/dire-lien.ts'
export type { Fondement } from './domain/entree.ts'
export { calculerHeuresSuivies, type HeuresSuivies } from './domain/heures-suivies.ts'
export { minutesDansLaSeance } from './domain/rapprocher.ts'
export { type Verdict, verifierChaine } from './domain/registre.ts'
export { fenetreDe } from './domain/signer-demi-journee.ts'
export { effacerDuRegistre, effacerDuRegistreDans, fondements } from './effacer-du-registre.ts'
export { emettreAttestation, lireAttestation } from './emettre-attestations.ts'
export { emettreCertificat, emettreCertificats, lireCertificats } from './emettre-certificats.ts'
export { emettreFeuille } from './emettre-feuille.ts'
export { heuresDe, suiviesADistance } from './emissions-communes.ts'
export { attestationsUrl, certificatsUrl, distanceUrl, feuilleUrl, signerUrl } from './liens.ts'
export { casesUneFois, demisUneFois, elementsUneFois, planUneFois } from './lire-une-fois.ts'
export { signerParLien } from './par-lien.ts'
export type { Demi } from './usecases/ports.ts'
