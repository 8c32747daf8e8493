// Écrit par tools/generer-types.ts d’après la base migrée. Ne pas modifier : relancer l’outil.
import type { ColumnType } from 'kysely'

export type JsonValue = string | number | boolean | null | { [cle: string]: JsonValue | undefined } | JsonValue[]
/** Lu tel quel ; écrit en texte (`JSON.stringify`), car un tableau y serait pris pour un tableau SQL. */
export type Json = ColumnType<JsonValue, string, string>
export type Instant = ColumnType<Date, Date | string, Date | string>
/** Une colonne que la base sait remplir seule. */
export type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>
/** Une colonne que la base calcule : on ne l’écrit jamais. */
export type Calculee<T> = ColumnType<T, never, never>
/** Une colonne peut être vide. */
export type Nulle<T> =
  T extends ColumnType<infer S, infer I, infer U>
    ? ColumnType<S | null, I | null | undefined, U | null>
    : ColumnType<T | null, T | null | undefined, T | null>

export interface AppFamille {
  nom: string
  famille: string
  publie: Nulle<string>
  cle: Nulle<string>
  porte: Nulle<string>
  activite: Generated<boolean>
  invite: Nulle<string>
  preuve: Generated<boolean>
  sauvegarde: Generated<boolean>
}

export interface AppMigration {
  nom: string
  empreinte: string
  jouee_le: Generated<Instant>
}

export interface AppVue {
  nom: string
  empreinte: string
}

export interface CatalogueFiche {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  offre_id: string
  version_id: string
  numero: number
  organisme_nom: string
  intitule: string
  pli: string
  recherche: string
  nature: string
  modalite: string
  duree_minutes: number
  prix_centimes: number
  nsf: string
  certification: Nulle<string>
  echoit_le: Nulle<string>
  contenu: Json
  publiee_le: Instant
  retiree_le: Nulle<Instant>
}

export interface CatalogueImport {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  nom_fichier: string
  empreinte: Buffer
  version: string
  rapport: Json
  lu_le: Instant
  lu_par: Nulle<string>
}

export interface CatalogueOffre {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  etat: string
  intitule: string
  objectif: Generated<string>
  resultats: Generated<string>
  contenu: Generated<string>
  nature: Nulle<string>
  certifiante: Generated<boolean>
  code_rncp: Nulle<string>
  codes_nsf: Generated<string[]>
  codes_formacode: Generated<string[]>
  codes_rome: Generated<string[]>
  public_vise: Generated<string>
  prerequis: Generated<string>
  methodes: Generated<string>
  evaluation: Generated<string>
  acces: Generated<string>
  accessibilite: Generated<string>
  prix_centimes: Nulle<number>
  modalite: Nulle<string>
  duree_minutes: Nulle<number>
  duree_texte: Generated<string>
  pli: Generated<string>
  import_id: Nulle<string>
  numero_source: Nulle<string>
  empreinte_source: Nulle<Buffer>
  origine_siret: Nulle<string>
  origine_nda: Nulle<string>
  origine_nom: Nulle<string>
  etrangere: Generated<boolean>
  reprise_motif: Nulle<string>
  adoptee_le: Nulle<Instant>
  adoptee_par: Nulle<string>
  cree_le: Instant
  cree_par: Nulle<string>
  modifiee_le: Instant
  rubriques: Generated<Json>
  objectif_f3: Nulle<string>
  niveau_f3: Nulle<string>
}

export interface CatalogueVersion {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  offre_id: string
  numero: number
  contenu: Json
  intitule: string
  nature: string
  modalite: Nulle<string>
  duree_minutes: number
  prix_centimes: Nulle<number>
  nsf: Nulle<string>
  objectif_f3: Nulle<string>
  niveau_f3: Nulle<string>
  figee_le: Instant
  figee_par: Nulle<string>
}

export interface CompteAdhesion {
  organisme_id: string
  compte_id: string
  roles: string[]
  toutes: boolean
  activites: Generated<string[]>
  prenom: Generated<string>
  nom: Generated<string>
  du: Generated<string>
  au: Nulle<string>
  acceptee_le: Nulle<Instant>
}

export interface CompteCompte {
  id: string
  courriel: string
  prenom: Generated<string>
  nom: string
  sel: Nulle<Buffer>
  parametres: Nulle<string>
  derivee: Nulle<Buffer>
  totp: Nulle<Buffer>
  totp_le: Nulle<Instant>
  totp_pas: Generated<number>
  administre_instance: Generated<boolean>
  cree_le: Generated<Instant>
  ferme_le: Nulle<Instant>
}

export interface CompteEchec {
  cle: Buffer
  nombre: number
  dernier_le: Generated<Instant>
}

export interface CompteLien {
  jeton: Buffer
  usage: string
  compte_id: Nulle<string>
  organisme_id: Nulle<string>
  activite_id: Nulle<string>
  objet_id: Nulle<string>
  cree_le: Generated<Instant>
  expire_le: Instant
  consomme_le: Nulle<Instant>
  retire_le: Nulle<Instant>
}

export interface CompteSecours {
  compte_id: string
  empreinte: Buffer
  employe_le: Nulle<Instant>
}

export interface CompteSession {
  jeton: Buffer
  compte_id: string
  organisme_id: Nulle<string>
  activite_id: Nulle<string>
  etat: string
  cree_le: Generated<Instant>
  vue_le: Generated<Instant>
  expire_le: Instant
  retenue: Generated<boolean>
  agent: Generated<string>
  id: Generated<string>
  assistance_id: Nulle<string>
}

export interface DocumentsCompteur {
  organisme_id: string
  serie: string
  annee: number
  dernier: Generated<number>
}

export interface DocumentsPiece {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  genre: string
  numero: string
  gabarit: string
  donnees: string
  empreinte: Buffer
  fichier: string
  pages: number
  libelle: string
  pli: string
  objet_genre: string
  objet_id: string
  remplace_id: Nulle<string>
  emise_le: Instant
  emise_par: Nulle<string>
}

export interface EmargementAbsence {
  organisme_id: Generated<string>
  activite_id: string
  inscription_id: string
  seance_id: string
  maillon_id: string
  notee_le: Instant
  notee_par: Nulle<string>
  justifiee: Generated<boolean>
}

export interface EmargementCertificat {
  organisme_id: Generated<string>
  activite_id: string
  inscription_id: string
  piece_id: string
  minutes: number
  faits: Buffer
}

export interface EmargementCloture {
  organisme_id: Generated<string>
  activite_id: string
  seance_id: string
  maillon_id: string
  close_le: Instant
  close_par: Nulle<string>
}

export interface EmargementInvitation {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  inscription_id: string
  seance_id: string
  cree_le: Instant
  envois: Generated<number>
  envoyee_le: Nulle<Instant>
}

export interface EmargementJalon {
  organisme_id: Generated<string>
  numero: number
  contenu: string
  signature: Buffer
  pose_le: Instant
}

export interface EmargementMaillon {
  organisme_id: string
  numero: number
  id: string
  activite_id: string
  objet: Buffer
  contenu: string
  empreinte: Buffer
  inscrit_le: Generated<Instant>
}

export interface EmargementPrive {
  organisme_id: Generated<string>
  activite_id: string
  maillon_id: string
  part: string
  sel: Buffer
  contenu: string
}

export interface EmargementSignature {
  organisme_id: Generated<string>
  activite_id: string
  inscription_id: string
  seance_id: string
  maillon_id: string
  signee_le: Instant
  regularisation: Generated<boolean>
  regularisee_par: Nulle<string>
  retard_min: Generated<number>
}

export interface InscriptionsInscription {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  session_id: string
  personne_id: string
  etat: string
  motif: Nulle<string>
  inscrite_le: Instant
  close_le: Nulle<Instant>
}

export interface JournalGeste {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  fait_le: Instant
  par: Nulle<string>
  module: string
  geste: string
  objet_genre: Nulle<string>
  objet_id: Nulle<string>
  phrase: string
  details: Generated<Json>
}

export interface OrganismeActivite {
  organisme_id: Generated<string>
  id: string
  nom: string
  commune: Generated<boolean>
  etat: Generated<string>
  ouverte_le: string
  fermee_le: Nulle<string>
}

export interface OrganismeEtablissement {
  organisme_id: Generated<string>
  id: string
  nom: string
  siret: Nulle<string>
  adresse: Generated<string>
  code_postal: Generated<string>
  ville: Generated<string>
  zone: Generated<string>
  capacite: Nulle<number>
  ferme_le: Nulle<string>
}

export interface OrganismeOrganisme {
  organisme_id: Generated<string>
  code: string
  nom: string
  forme: string
  societe: Nulle<string>
  cae: Generated<boolean>
  capital_variable: Generated<boolean>
  forme_libelle: Generated<string>
  siret: string
  nda: Nulle<string>
  nda_prefet: Generated<string>
  uai: Nulle<string>
  adresse: Generated<string>
  code_postal: Generated<string>
  ville: Generated<string>
  courriel: Generated<string>
  telephone: Generated<string>
  site: Generated<string>
  couleur: Generated<string>
  logo: Nulle<string>
  zone: Generated<string>
  regime_tva: Generated<string>
  tva_demande_recue_le: Nulle<string>
  tva_reference: Generated<string>
  cloture_mois: Generated<number>
  cloture_jour: Generated<number>
  cree_le: Generated<Instant>
  modifie_le: Generated<Instant>
}

export interface OrganismeSignataire {
  organisme_id: Generated<string>
  id: string
  compte_id: string
  nom: string
  qualite: string
  genre: string
  pieces: string[]
  plafond_centimes: Nulle<number>
  debut: string
  fin: Nulle<string>
  revoquee_le: Nulle<string>
}

export interface PlateformeBrouillon {
  organisme_id: string
  personne_id: string
  cle: string
  valeurs: Json
  garde_le: Generated<Instant>
}

export interface PlateformeCourriel {
  id: string
  organisme_id: Nulle<string>
  etat: Generated<string>
  chiffre: Nulle<Buffer>
  depose_le: Generated<Instant>
  tentatives: Generated<number>
  pris_le: Nulle<Instant>
  fini_le: Nulle<Instant>
  code: Nulle<string>
}

export interface PlateformeFichier {
  organisme_id: Generated<string>
  empreinte: Buffer
  type: string
  taille: number
  octets: Nulle<Buffer>
  depose_le: Generated<Instant>
  depose_par: Nulle<string>
}

export interface PlateformeLimite {
  cle: Buffer
  compte: number
  expire_le: Instant
}

export interface PlateformeTemoin {
  seul: Generated<boolean>
  empreinte: Buffer
}

export interface PoleAdhesion {
  pole_id: string
  organisme_id: string
  etat: string
  demandee_le: Instant
  demandee_par: Nulle<string>
  du: Nulle<string>
  au: Nulle<string>
  cherche: Generated<string>
  propose: Generated<string>
  motif: Nulle<string>
  accueillie_le: Nulle<Instant>
}

export interface PoleAmendement {
  pole_id: string
  reunion_id: string
  id: string
  organisme_id: Generated<string>
  texte: string
  par: string
  le: Instant
}

export interface PoleDecision {
  pole_id: string
  id: string
  organisme_id: Generated<string>
  reunion_id: Nulle<string>
  genre: string
  titre: string
  texte: Generated<string>
  options: string[]
  quorum: Generated<number>
  part: Generated<number>
  etat: string
  ferme_le: Instant
  ouverte_le: Nulle<Instant>
  close_le: Nulle<Instant>
  issue: Nulle<string>
  revoir_le: Nulle<string>
  cree_le: Instant
}

export interface PoleElecteur {
  pole_id: string
  decision_id: string
  organisme_id: string
  procuration_id: Nulle<string>
}

export interface PoleEngagement {
  pole_id: string
  id: string
  organisme_id: Generated<string>
  reunion_id: Nulle<string>
  quoi: string
  qui: string
  pour: Nulle<string>
  etat: Generated<string>
  suite: Generated<string>
  cree_le: Instant
}

export interface PoleEnjeu {
  pole_id: string
  id: string
  organisme_id: Generated<string>
  reunion_id: string
  texte: string
  par: string
  le: Instant
}

export interface PoleEnvoi {
  pole_id: string
  reunion_id: string
  compte_id: string
  organisme_id: Generated<string>
  le: Instant
}

export interface PoleGroupe {
  pole_id: string
  id: string
  organisme_id: Generated<string>
  nom: string
  mandat: string
  theme_id: Nulle<string>
  pilote: Generated<string>
  echeance: Nulle<string>
  clos_le: Nulle<string>
  cree_le: Instant
}

export interface PoleMandat {
  pole_id: string
  organisme_id: string
  compte_id: string
  role: string
  nom: string
  du: Instant
}

export interface PolePoint {
  pole_id: string
  reunion_id: string
  id: string
  organisme_id: Generated<string>
  titre: string
  minutes: Nulle<number>
  par: string
  le: Instant
}

export interface PolePole {
  pole_id: string
  organisme_id: Generated<string>
  code: string
  genre: string
  nom: string
  raison: Generated<string>
  territoire: Generated<string>
  courriel: Generated<string>
  entree: Generated<string>
  etat: string
  public: Generated<boolean>
  lance_le: Nulle<string>
  cree_le: Instant
}

export interface PolePresence {
  pole_id: string
  reunion_id: string
  organisme_id: Generated<string>
  de_organisme_id: string
  personnes: Generated<number>
}

export interface PoleRangement {
  pole_id: string
  enjeu_id: string
  theme_id: string
  organisme_id: Generated<string>
}

export interface PoleReponse {
  pole_id: string
  reunion_id: string
  organisme_id: Generated<string>
  compte_id: string
  nom: string
  dit: string
  le: Instant
}

export interface PoleRetour {
  organisme_id: Generated<string>
  id: string
  pole_id: string
  reunion_id: string
  version: number
  adresse: string
  contenu: Json
  publie_le: Nulle<Instant>
  retire_le: Nulle<Instant>
}

export interface PoleReunion {
  pole_id: string
  id: string
  organisme_id: Generated<string>
  rang: number
  titre: string
  format: string
  etat: string
  debut: Nulle<Instant>
  fin: Nulle<Instant>
  zone: Generated<string>
  hote: Generated<string>
  lieu: Generated<string>
  acces: Generated<string>
  visio: Generated<string>
  jauge: Nulle<number>
  recit: Generated<string>
  invites: Generated<string>
  compte_rendu: Generated<string>
  amendement_le: Nulle<Instant>
  valide_le: Nulle<Instant>
  motif: Nulle<string>
  cree_le: Instant
}

export interface PoleTheme {
  pole_id: string
  id: string
  organisme_id: Generated<string>
  reunion_id: string
  nom: string
  cree_le: Instant
}

export interface PoleVoix {
  pole_id: string
  decision_id: string
  organisme_id: string
  choix: number[]
  motif: Generated<string>
  compte_id: string
  le: Instant
}

export interface PorteSecret {
  seul: Generated<boolean>
  interieur: Buffer
  exterieur: Buffer
}

export interface SessionsCompteur {
  organisme_id: Generated<string>
  annee: number
  dernier: number
}

export interface SessionsSeance {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  session_id: string
  jour: string
  demi_journee: string
  debut_minutes: number
  fin_minutes: number
  debut: Instant
  fin: Instant
  motif_jour: Nulle<string>
}

export interface SessionsSession {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  numero: string
  offre_id: string
  intitule: string
  nature: string
  etat: string
  zone: Generated<string>
  lieu: string
  etablissement_id: Nulle<string>
  formateur: string
  formateur_id: Nulle<string>
  motif: Nulle<string>
  capacite: Nulle<number>
  sel: Buffer
  cree_le: Instant
}

export interface SupportSession {
  id: Generated<string>
  organisme_id: string
  agent_id: string
  motif: string
  ouverte_le: Generated<Instant>
  expire_le: Instant
  fermee_le: Nulle<Instant>
}

export interface SupportTrace {
  session_id: string
  id: Generated<string>
  chemin: string
  le: Generated<Instant>
  tx: Generated<string>
}

export interface TiersEntreprise {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  nom: string
  siret: Nulle<string>
  pli: string
  cree_le: Instant
}

export interface TiersPersonne {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  prenom: string
  nom: string
  courriel: Nulle<string>
  entreprise_id: Nulle<string>
  pli: string
  cree_le: Instant
}

export interface DB {
  'app.famille': AppFamille
  'app.migration': AppMigration
  'app.vue': AppVue
  'catalogue.fiche': CatalogueFiche
  'catalogue.import': CatalogueImport
  'catalogue.offre': CatalogueOffre
  'catalogue.version': CatalogueVersion
  'compte.adhesion': CompteAdhesion
  'compte.compte': CompteCompte
  'compte.echec': CompteEchec
  'compte.lien': CompteLien
  'compte.secours': CompteSecours
  'compte.session': CompteSession
  'documents.compteur': DocumentsCompteur
  'documents.piece': DocumentsPiece
  'emargement.absence': EmargementAbsence
  'emargement.certificat': EmargementCertificat
  'emargement.cloture': EmargementCloture
  'emargement.invitation': EmargementInvitation
  'emargement.jalon': EmargementJalon
  'emargement.maillon': EmargementMaillon
  'emargement.prive': EmargementPrive
  'emargement.signature': EmargementSignature
  'inscriptions.inscription': InscriptionsInscription
  'journal.geste': JournalGeste
  'organisme.activite': OrganismeActivite
  'organisme.etablissement': OrganismeEtablissement
  'organisme.organisme': OrganismeOrganisme
  'organisme.signataire': OrganismeSignataire
  'plateforme.brouillon': PlateformeBrouillon
  'plateforme.courriel': PlateformeCourriel
  'plateforme.fichier': PlateformeFichier
  'plateforme.limite': PlateformeLimite
  'plateforme.temoin': PlateformeTemoin
  'pole.adhesion': PoleAdhesion
  'pole.amendement': PoleAmendement
  'pole.decision': PoleDecision
  'pole.electeur': PoleElecteur
  'pole.engagement': PoleEngagement
  'pole.enjeu': PoleEnjeu
  'pole.envoi': PoleEnvoi
  'pole.groupe': PoleGroupe
  'pole.mandat': PoleMandat
  'pole.point': PolePoint
  'pole.pole': PolePole
  'pole.presence': PolePresence
  'pole.rangement': PoleRangement
  'pole.reponse': PoleReponse
  'pole.retour': PoleRetour
  'pole.reunion': PoleReunion
  'pole.theme': PoleTheme
  'pole.voix': PoleVoix
  'porte.secret': PorteSecret
  'sessions.compteur': SessionsCompteur
  'sessions.seance': SessionsSeance
  'sessions.session': SessionsSession
  'support.session': SupportSession
  'support.trace': SupportTrace
  'tiers.entreprise': TiersEntreprise
  'tiers.personne': TiersPersonne
}
