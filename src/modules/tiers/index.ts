/** L’index des tiers : ce que les modules de rang supérieur et `app/` peuvent employer. */

export { commandeImport } from './commandes/importer-csv.ts'
export type { Adresse } from './db/adresse.ecritures.ts'
export { entreprisesNommees } from './db/chercher.queries.ts'
export {
  contactsDe,
  type FiltreEntreprises,
  lireEntreprise,
  listerEntreprises,
  listerFinanceurs,
  nommerEntreprises,
} from './db/entreprises.queries.ts'
export { intervenants, statutAuJour, statutsDe } from './db/intervenants.queries.ts'
export { jalonner } from './db/jalon.ts'
export { aUnClient, aUnePersonne } from './db/premiers-pas.queries.ts'
export { qualifierEntreprise } from './db/qualifier.ecritures.ts'
export { alias, resoudre, resoudreEntreprises } from './db/renvois.ts'
export { reprendreTiers } from './db/reprise.ecritures.ts'
export { trouverOuCreerEntreprise } from './db/tiers.ecritures.ts'
export { chercherTiers, homonymes, lireTiers, listerTiers, nommerTiers, qui } from './db/tiers.queries.ts'
export {
  type Colonne,
  type Correspondance,
  type LigneRapportee,
  type RapportImport,
  rapporter,
} from './domain/colonnes.ts'
export {
  type GenreFinanceur,
  genresFinanceur,
  type RoleEntreprise,
  rolesEntreprise,
  sirenDeFiche,
} from './domain/entreprise.ts'
export type {
  Contact,
  ContactId,
  Entreprise,
  EntrepriseId,
  Intervenant,
  Statut,
  StatutId,
  Tiers,
  TiersId,
} from './domain/lus.ts'
export type { Employeur, Saisie } from './domain/saisie.ts'
export { type CodeStatut, direPeriode, ligneBpf, statutDuTitre, statuts } from './domain/statuts.ts'
export { ecrireAdresse } from './gestes/ecrire-adresse.ts'
export { creerTiers } from './gestes/garder-personne.ts'
export { direTitres, garderStatut } from './gestes/tenir-intervenant.ts'
export {
  creerIntervenant,
  type QuiAnime,
  reconnaitreIntervenant,
  trouverOuCreerIntervenant,
} from './gestes/trouver-intervenant.ts'
export type { ImportDe, LignesVoulues } from './lecture/import-de.ts'
export { lireLignes } from './lecture/lire-fiches.ts'
export {
  entreprisesUrl,
  entrepriseUrl,
  importerCsvUrl,
  intervenantUrl,
  modifierEntrepriseUrl,
  modifierPersonneUrl,
  personnesUrl,
  personneUrl,
} from './liens.ts'
export { tiers } from './module.ts'
export { ficheEntreprisePage } from './pages/entreprise.page.tsx'
export { importerCsvPage } from './pages/importer-csv.page.tsx'
export { fichePersonnePage } from './pages/personne.page.tsx'
