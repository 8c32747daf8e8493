/** L’index de l'organisme : ce que les autres modules et `app/` peuvent employer. */

export { organismeDeCode } from './db/de-code.queries.ts'
export { enseigneParDefaut, listerEnseignes } from './db/enseignes.queries.ts'
export { enTva, lireOrganisme, listerEtablissements, organismeParCode } from './db/organisme.queries.ts'
export { listerSignataires } from './db/signataires.queries.ts'
export { quiAppeler } from './domain/contacts.ts'
export {
  type Acteur,
  asRole,
  type Droit,
  droits,
  droitsSensibles,
  type Objet,
  peut,
  type RegleDeDroit,
  type Role,
  roles,
} from './domain/droits.ts'
export { type Enseigne, type EtatEnseigne, enseigneADire } from './domain/enseignes.ts'
export { estCae, estSociete, type Forme, mentionForme, mentionLegale, societes } from './domain/forme.ts'
export { type GenreDeForme, genresDeForme } from './domain/identite.ts'
export type {
  EnseigneLue,
  Etablissement,
  EtablissementId,
  OrganismeLu,
  Signataire,
  SignataireId,
} from './domain/lus.ts'
export {
  type Exercice,
  exerciceDe,
  mentionTva,
  motDuPrix,
  motsDuPrix,
  type RegimeTva,
  tvaADire,
} from './domain/organisme.ts'
export { type Delegation, type Piece, peutSigner, pieces } from './domain/signataires.ts'
export { type Etape, type Nommeur, ouvrirUneEnseigne, type Prises } from './gestes/composer.ts'
export { type NouvelOrganisme, verifierPremiersPas } from './gestes/premiers-pas.ts'
export { organismeUneFois } from './lecture/lire-une-fois.ts'
export { moduleOrganisme } from './module.ts'
export { optionsForme, optionsSociete } from './pages/identite.page.tsx'
export { exigerDroit, peutSuivre, peutVisiteur } from './web/droits.ts'
export { type Envoi, geste, pageEtGestes, petitGeste, type RefusDeGeste } from './web/geste.tsx'
export {
  conditionsUrl,
  contactsUrl,
  cooperativeUrl,
  enseignesUrl,
  equipeUrl,
  etablissementsUrl,
  identiteUrl,
  journalUrl,
  membreUrl,
  premiersPasUrl,
  signatairesUrl,
} from './web/liens.ts'
export { annee, type Filtre, type Lecteur, liste, mots, parmi } from './web/liste.tsx'
export { Vers } from './web/vers.tsx'
