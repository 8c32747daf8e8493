/** L’index du module : ce que les modules de rang supérieur peuvent prendre. */

export { lireElements, lireListes, lirePlan } from './db/a-part.ts'
export { clePresence, receptionsDe } from './db/appareils.ts'
export { type CasePassee, lireCasesPassees } from './db/assiduite.ts'
export {
  attendueATout,
  aUneCase,
  type CasesNommees,
  type CompteDeCases,
  compterCases,
  feuillesOuvertes,
  nommerCases,
} from './db/comptes.ts'
export { type PartsDeSession, partsDeLaPersonne } from './db/effacement.ts'
export {
  certificatsAVenir,
  feuillesAClore,
  type PlaceDansLaSerie,
  type SeanceDAujourdhui,
  type SeanceTenue,
  seancesDuJour,
  sessionsACertifier,
  sessionsATerminer,
} from './db/journee.queries.ts'
export {
  type Case,
  type CaseNue,
  lireCases,
  lireContresignatures,
  lireDemis,
} from './db/lectures.ts'
export { aUneFeuilleClose } from './db/premiers-pas.queries.ts'
export { verrouillerCasesDe, verrouillerSession as verrouillerFeuilles } from './db/registre.ecritures.ts'
export { verifierEnBase } from './db/registre.ts'
export { heuresDe, suiviesADistance } from './documents/emissions-communes.ts'
export { ajouterAPart, type ElementProbant, heuresAPart } from './domain/a-part.ts'
export { etatsSuivis } from './domain/certifiable.ts'
export { ecrireLien } from './domain/dire-lien.ts'
export { type Fondement, fondements } from './domain/entree.ts'
export { calculerHeuresSuivies, type HeuresSuivies } from './domain/heures-suivies.ts'
export type { Demi } from './domain/ports.ts'
export { minutesDansLaSeance } from './domain/rapprocher.ts'
export { type Verdict, verifierChaine } from './domain/registre.ts'
export { fenetreDe } from './domain/signer-demi-journee.ts'
export { cloreLaFeuille, envoyerLesLiens, noterAbsence, regulariser } from './gestes/composer.ts'
export { effacerDuRegistre, effacerDuRegistreDans } from './gestes/effacer-du-registre.ts'
export { emettreAttestation, lireAttestation } from './gestes/emettre-attestations.ts'
export { emettreCertificat, emettreCertificats, lireCertificats } from './gestes/emettre-certificats.ts'
export { emettreFeuille } from './gestes/emettre-feuille.ts'
export { lireFeuille } from './gestes/lire-feuille.ts'
export { signerParLien } from './gestes/par-lien.ts'
export { casesUneFois, demisUneFois, elementsUneFois, planUneFois } from './lecture/lire-une-fois.ts'
export { attestationsUrl, certificatsUrl, distanceUrl, feuilleUrl, signerUrl } from './liens.ts'
