/** L’index des inscriptions : ce que les modules de rang supérieur et `app/` peuvent employer. */

export { joindreIntervenants, listerAvis, partiDepuis } from './db/avis.ts'
export { accordsNommes } from './db/chercher.queries.ts'
export {
  type DossierLu,
  type LigneLue,
  lireDossier,
  listerDossiers,
  montantsParDispositif,
} from './db/dossiers.queries.ts'
export {
  compterInscrits,
  etatComplet,
  type InscriptionId,
  type Inscrit,
  lireInscription,
  listerInscrits,
} from './db/inscriptions.queries.ts'
export { noterAccusePapier } from './db/pieces.ecritures.ts'
export {
  accuseesParmi,
  lireClient as lireClientDePiece,
  lireFaits as lireFaitsDePiece,
  lireVenue,
  objetsSiens,
} from './db/pieces.queries.ts'
export { aUnDossier } from './db/premiers-pas.queries.ts'
export { lireQuiForme } from './db/qui-forme.ts'
export { reprendreInscriptions } from './db/reprise.ecritures.ts'
export { modaliteDite } from './documents/donnees-action.ts'
export { actionDe, lireSequences } from './documents/donnees-pieces.ts'
export { acheteurPublic, delaiDeReglement } from './domain/acheteur-public.ts'
export { peutSeRetablir } from './domain/annulation.ts'
export { changerArrivee, depuisLArrivee } from './domain/arrivee.ts'
export { numeroDuCpf } from './domain/cpf.ts'
export {
  aUnEmployeur,
  type Dispositif,
  type DossierId,
  dispositifs,
  listeDispositifs,
  listeStatutsF1,
  motCirconstance,
  motRegime,
  motSigne,
  type Regime,
  type StatutF1,
  statutsAvecEmployeur,
  statutsF1,
} from './domain/dossier.ts'
export {
  compteALEffectif,
  estEnVoie,
  etats as etatsInscription,
  gardesInscription,
  motEtatInscription,
  type ReponsesInscription,
  transitionsInscription,
} from './domain/etats.ts'
export { type ManqueBpf, manquesDuBpf } from './domain/manques-bpf.ts'
export { prendUnClient, refusDInscrire } from './domain/ouverture.ts'
export { articleDEnvoi, finDeRetractation, peutEncaisser } from './domain/retractation.ts'
export { changerStatut, type StatutSuivant } from './domain/statuts-par-date.ts'
export { offrirDeCommencer } from './gestes/anticiper-debut.ts'
export {
  cloreInscription,
  type FinVoulue,
  finDe,
  prevenirDeLAnnulation,
  retablirInscription,
} from './gestes/clore.ts'
export type { DossierSaisi } from './gestes/composer-dossier.ts'
export { type Attendait, direDepart, quiLAttendait } from './gestes/dire-depart.ts'
export {
  direChangementDeStatut,
  direEmployeur,
  direPremierJour,
  direStatutF1,
  rattacher,
} from './gestes/dire-statut-et-employeur.ts'
export { direVersion, quiTientLeProgramme } from './gestes/dire-version.ts'
export { type Apprenant, inscrire, type PourDossier, type RefusInscrire } from './gestes/inscrire.ts'
export { ouvrirDossier } from './gestes/ouvrir-dossier.ts'
export { passerInscription, reponsesPour } from './gestes/passer-inscription.ts'
export { prevenir } from './gestes/prevenir.ts'
export { nommes, quiPrevenir } from './gestes/qui-prevenir.ts'
export { refaireEngagements } from './gestes/refaire-engagements.ts'
export { convoquer, type Remise, remettreInformations } from './gestes/remettre-pieces.ts'
export { offrirDeRenoncer, renoncerParLien } from './gestes/renoncer-en-ligne.ts'
export { constaterSignature, rienDu } from './gestes/suivre-dossier.ts'
export { suivreSignature } from './gestes/suivre-signature.ts'
export { convocationsARefaire } from './lecture/convocations-a-refaire.ts'
export { engagementsARefaire, papiersARefaire } from './lecture/engagements-a-refaire.ts'
export { faitsBpf } from './lecture/faits-bpf.ts'
export { ceQuilPeut } from './lecture/geste-du-fil.ts'
export {
  dossiersUneFois,
  dureesConvenuesUneFois,
  inscritsUneFois,
  piecesUneFois,
  remisesUneFois,
} from './lecture/lire-une-fois.ts'
export { direPerimee } from './lecture/piece-perimee.ts'
export { enEst, type Portee, porteeDe, voitQuelqueChose } from './lecture/portee.ts'
export { aAppeler, proposerAvis } from './lecture/proposer-avis.ts'
export { delaiDe, retractationDe } from './lecture/retractation-de.ts'
export { suitesDesSessions } from './lecture/suites-des-sessions.ts'
export {
  dossierUrl,
  etatInscriptionUrl,
  finInscriptionUrl,
  inscrireUrl,
  piecesDeSessionUrl,
  prevenirUrl,
} from './liens.ts'
export { inscriptions, moduleInscriptions } from './module.ts'
export { issueDInscrire } from './pages/issues.ts'
export type { FaireSigner, PrisesInscriptions } from './prises.ts'
