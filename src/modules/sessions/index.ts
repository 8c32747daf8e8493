/** L’index des sessions : ce que les modules de rang supérieur et `app/` peuvent employer. */

export { animeePar } from './db/animee-par.ts'
export { changementUneFois, gestesLusDepuis, gestesUneFois } from './db/changements.queries.ts'
export { sessionsNommees } from './db/chercher.queries.ts'
export { compterSessions, sessionsEnCours } from './db/comptes.queries.ts'
export { jourTenu, seTient } from './db/jours-tenus.ts'
export { memeFiche } from './db/meme-fiche.ts'
export { sansChevauchement } from './db/occupations.ts'
export { fichesDeQuiAnime, nomDeQuiAnime, pliDeQuiAnime, prenomDeQuiAnime } from './db/qui-anime.ts'
export { annulerReprise, reprendreSessions } from './db/reprise.ecritures.ts'
export { lireSalle, listerSalles, type Salle } from './db/salles.queries.ts'
export {
  coupees,
  type DesSessions,
  finTenue,
  type IntervenantLu,
  lireSeance,
  lireSession,
  listerSeances,
  type Nature,
  nommerSessions,
  type SeanceId,
  type SeanceLue,
  type SessionLue,
  sessionUneFois,
} from './db/sessions.queries.ts'
export { type Changements, personneTue } from './domain/changements.ts'
export { ecartDeDuree } from './domain/ecart-de-duree.ts'
export {
  type EtatGarde,
  type EtatSession,
  etatGarde,
  etatsAConduire,
  etatsAcheves,
  etatsAFacturer,
  etatsAMotiver,
  etatsAnnonces,
  etatsClos,
  etatsEngages,
  etatsFermes,
  etatsFinis,
  etatsOublies,
  etatsQuiInscrivent,
  etatsQuiSeTiennent,
  etatsSansAction,
  etatsSansControle,
  etatsSansDate,
  etatsSuspendus,
  type Garde,
  gardes,
  passageQuiSuit,
  passagesOfferts,
  passageVers,
  seTermineDUnClic,
  type Transition,
  transitions,
} from './domain/etats.ts'
export { joursDits } from './domain/horaires.ts'
export {
  aUnePartADistance,
  ditesUneAUne,
  type ModaliteSeance,
  modaliteDe,
  modaliteTenue,
  motModaliteSeance,
  ouSuivre,
} from './domain/modalite.ts'
export { etatsModifiables } from './domain/modifier-session.ts'
export {
  gesteEtat,
  gestePassage,
  type Modalite,
  motDemiJournee,
  motEtat,
  motGarde,
  motModalite,
  motNature,
  territoireDe,
} from './domain/mots.ts'
export type { SalleId, SessionId } from './domain/ou-et-qui.ts'
export { type Phase, seLitAuTableau, tientEnTableau } from './domain/phase.ts'
export type { Planification } from './domain/planifier-session.ts'
export { type Creneau, type DemiJournee, demiJourneeDe, dureeMinutes } from './domain/seance.ts'
export { partTenue } from './domain/tenues.ts'
export { refusDeSuivre, versionPlusRecente } from './domain/version.ts'
export { affecterSeance } from './gestes/affecter.ts'
export { effectifAtteint, passerALEtat, passerDUnTrait, reponsesDe } from './gestes/changer-etat.ts'
export { changementADefaire, defaireChangement } from './gestes/defaire.ts'
export { planifier } from './gestes/planifier.ts'
export { retientVersion, suivreVersion } from './gestes/suivre-version.ts'
export { changementsDepuis } from './lecture/changements.ts'
export { ensuite } from './lecture/disponibilite.ts'
export { estSienne } from './lecture/sienne.ts'
export {
  affecterUrl,
  annoncerSessionUrl,
  defaireSessionUrl,
  etatSessionUrl,
  modifierSessionUrl,
  nouvelleSessionUrl,
  planningUrl,
  sallesUrl,
  seanceUrl,
  sessionsUrl,
  sessionUrl,
  versionSessionUrl,
} from './liens.ts'
export { moduleSessions, sessions } from './module.ts'
export { Apercu, apercevoir, direEnsuite, lireDemande } from './pages/apercu.tsx'
export type { ADire, PrisesSessions, SessionASuivre, Suivi, Touche } from './prises.ts'
