/** La porte des inscriptions : ce que les modules de rang supérieur et `app/` peuvent employer. */

export { offrirDeCommencer } from './anticiper-debut.ts'
export { cloreInscription, type FinVoulue, finDe } from './clore.ts'
export { listerAvis } from './db/avis.ts'
export { type DossierLu, type LigneLue, lireDossier, listerDossiers } from './db/dossiers.queries.ts'
export {
  compterInscrits,
  etatComplet,
  type InscriptionId,
  type Inscrit,
  lireInscription,
  listerInscrits,
} from './db/inscriptions.queries.ts'
export {
  accuseesParmi,
  lireClient as lireClientDePiece,
  lireFaits as lireFaitsDePiece,
  lireVenue,
  noterAccusePapier,
  objetEstSien,
} from './db/pieces.queries.ts'
export { lireQuiForme } from './db/qui-forme.ts'
export { acheteurPublic, delaiDeReglement } from './domain/acheteur-public.ts'
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
export { modaliteDite } from './donnees-action.ts'
export { actionDe, lireSequences } from './donnees-pieces.ts'
export { faitsBpf } from './faits-bpf.ts'
export { type Apprenant, inscrire, type PourDossier, type RefusInscrire } from './inscrire.ts'
export {
  dossierUrl,
  etatInscriptionUrl,
  finInscriptionUrl,
  inscrireUrl,
  piecesDeSessionUrl,
  prevenirUrl,
} from './liens.ts'
export {
  dossiersUneFois,
  dureesConvenuesUneFois,
  inscritsUneFois,
  piecesUneFois,
  remisesUneFois,
} from './lire-une-fois.ts'
export { inscriptions } from './module.ts'
export { type DossierSaisi, ouvrirDossier } from './ouvrir-dossier.ts'
export { issueDInscrire } from './pages/issues.ts'
export {
  direEmployeur,
  direStatutF1,
  passerInscription,
  rattacher,
  reponsesPour,
} from './passer-inscription.ts'
export { enEst, type Portee, porteeDe, voitQuelqueChose } from './portee.ts'
export { convoquer, type Remise, remettreInformations } from './remettre-pieces.ts'
export { offrirDeRenoncer, renoncerParLien } from './renoncer-en-ligne.ts'
export { constaterSignature, delaiDe, retractationDe, rienDu } from './suivre-dossier.ts'
export { suivreSignature } from './suivre-signature.ts'
