/** L’index de la facturation : ce que les modules de rang supérieur et `app/` peuvent employer. */

export { dossiersAFacturer } from './db/a-facturer.queries.ts'
export {
  type ChargeDuBilan,
  type ChiffresDExercice,
  chargesDeLExercice,
  chiffresDeLExercice,
  type EcritureLue,
  ecrituresDeLExercice,
  type HeuresFacturees,
  heuresFactureesDe,
  heuresParInscription,
  type ProduitLu,
  produitsDeLExercice,
} from './db/bilan.queries.ts'
export { type FactureDeSession, facturesDeLaSession } from './db/controles.queries.ts'
export { factureDepuis, facturesDe } from './db/de-la-session.queries.ts'
export { duParEnseigne, facturesDuesDeLEnseigne } from './db/factures.queries.ts'
export { aUneFacture } from './db/premiers-pas.queries.ts'
export { lireProjet } from './db/projets.ts'
export { recuesDUneMission } from './db/recues.ts'
export { objetsEtFacturesSiens } from './db/siennes.queries.ts'
export type { EcriturePassee } from './domain/comptabilite/arreter.ts'
export { ecrireFec } from './domain/comptabilite/exporter.ts'
export type { DepenseAttendue } from './domain/cycle/attendues.ts'
export type { ChargeId, FactureId, GenreFacture, Nature, ProjetId, Provenance } from './domain/facture.ts'
export { tauxDuLieu, tauxLegaux } from './domain/tva.ts'
export { preparerConstatee, tauxDUnConstat } from './gestes/preparer-libre.ts'
export { viserProjet } from './gestes/projet.ts'
export { reglerBoite } from './gestes/regler-boite.ts'
export { creerReleverBoite } from './jobs/relever-boite.job.ts'
export { peutFacturer } from './lecture/reglages-manquants.ts'
export {
  exercicesUrl,
  facturerDossierUrl,
  facturesUrl,
  factureUrl,
  projetUrl,
  recuesUrl,
  recueUrl,
  reglagesFacturesUrl,
} from './liens.ts'
export { moduleFacturation } from './module.ts'
export { litEnListe as litLesFactures } from './pages/commun.ts'
export type { PrisesFacturation, Retenue } from './prises.ts'
