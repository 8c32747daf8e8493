/** La porte du module : ce que les modules de rang supérieur peuvent prendre. */
export {
  cloreLaFeuille,
  envoyerLesLiens,
  lireFeuille,
  noterAbsence,
  regulariser,
  signerParLien,
} from './composer.ts'
export { verifierEnBase } from './db/registre.ts'
export { calculerHeuresSuivies, type HeuresSuivies } from './domain/heures-suivies.ts'
export { type Verdict, verifierChaine } from './domain/registre.ts'
export {
  emettreCertificat,
  emettreCertificats,
  emettreFeuille,
  heuresDe,
  lireCertificats,
} from './emissions.ts'
export { certificatsUrl, feuilleUrl } from './liens.ts'
