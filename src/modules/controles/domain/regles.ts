/** Toutes les règles, une par fichier : l’ordre est celui de l’écran, du plus grave au moins grave, puis du code. */

import type { Gravite, Regle } from './regle.ts'
import { adresseCommune } from './regles/adresse-commune.ts'
import { afestAnalyse } from './regles/afest-analyse.ts'
import { afestEvaluation } from './regles/afest-evaluation.ts'
import { afestFormateur } from './regles/afest-formateur.ts'
import { afestReflexion } from './regles/afest-reflexion.ts'
import { appareilPourPlusieurs } from './regles/appareil-pour-plusieurs.ts'
import { certificatAvantFin } from './regles/certificat-avant-fin.ts'
import { connexionAbsente } from './regles/connexion-absente.ts'
import { connexionCourte } from './regles/connexion-courte.ts'
import { contratSigne } from './regles/contrat-signe.ts'
import { creneauSansStatut } from './regles/creneau-sans-statut.ts'
import { datesConcordantes } from './regles/dates-concordantes.ts'
import { demiJourneeSansSignature } from './regles/demi-journee-sans-signature.ts'
import { dimanche } from './regles/dimanche.ts'
import { effectifConcordant } from './regles/effectif-concordant.ts'
import { feuilleOuverte } from './regles/feuille-ouverte.ts'
import { foadAssistance } from './regles/foad-assistance.ts'
import { foadEvaluation } from './regles/foad-evaluation.ts'
import { foadInformation } from './regles/foad-information.ts'
import { foadTrace } from './regles/foad-trace.ts'
import { formateurAilleurs } from './regles/formateur-ailleurs.ts'
import { formateurEnConge } from './regles/formateur-en-conge.ts'
import { formateurIdentifie } from './regles/formateur-identifie.ts'
import { formateurSignature } from './regles/formateur-signature.ts'
import { heuresAttestation } from './regles/heures-attestation.ts'
import { heuresCertificat } from './regles/heures-certificat.ts'
import { heuresConcordantes } from './regles/heures-concordantes.ts'
import { heuresConvention } from './regles/heures-convention.ts'
import { heuresFacture } from './regles/heures-facture.ts'
import { historiqueRepris } from './regles/historique-repris.ts'
import { horairesConcordants } from './regles/horaires-concordants.ts'
import { intituleConcordant } from './regles/intitule-concordant.ts'
import { jourFerie } from './regles/jour-ferie.ts'
import { lieuConcordant } from './regles/lieu-concordant.ts'
import { lieuIdentifie } from './regles/lieu-identifie.ts'
import { natureConcordante } from './regles/nature-concordante.ts'
import { presentApresSortie } from './regles/present-apres-sortie.ts'
import { regularisationsNombreuses } from './regles/regularisations-nombreuses.ts'
import { remiseUnAutreJour } from './regles/remise-un-autre-jour.ts'
import { salleTropPetite } from './regles/salle-trop-petite.ts'
import { sansEngagement } from './regles/sans-engagement.ts'
import { signatureAutreJour } from './regles/signature-autre-jour.ts'
import { signatureAvantDebut } from './regles/signature-avant-debut.ts'
import { signatureHorsDelai } from './regles/signature-hors-delai.ts'
import { signaturesEnSerie } from './regles/signatures-en-serie.ts'
import { signaturesEnsemble } from './regles/signatures-ensemble.ts'

const rang: Readonly<Record<Gravite, number>> = { bloquant: 0, alerte: 1, 'a-juger': 2 }

export const regles: readonly Regle[] = [
  adresseCommune,
  afestAnalyse,
  afestEvaluation,
  afestFormateur,
  afestReflexion,
  appareilPourPlusieurs,
  certificatAvantFin,
  connexionAbsente,
  connexionCourte,
  contratSigne,
  creneauSansStatut,
  datesConcordantes,
  demiJourneeSansSignature,
  dimanche,
  effectifConcordant,
  feuilleOuverte,
  foadAssistance,
  foadEvaluation,
  foadInformation,
  foadTrace,
  formateurAilleurs,
  formateurEnConge,
  formateurIdentifie,
  formateurSignature,
  heuresAttestation,
  heuresCertificat,
  heuresConcordantes,
  heuresConvention,
  heuresFacture,
  historiqueRepris,
  horairesConcordants,
  intituleConcordant,
  jourFerie,
  lieuConcordant,
  lieuIdentifie,
  natureConcordante,
  presentApresSortie,
  regularisationsNombreuses,
  remiseUnAutreJour,
  salleTropPetite,
  sansEngagement,
  signatureAutreJour,
  signatureAvantDebut,
  signatureHorsDelai,
  signaturesEnSerie,
  signaturesEnsemble,
].toSorted((a, b) => rang[a.gravite] - rang[b.gravite] || (a.code < b.code ? -1 : 1))
