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

export interface AppPorte {
  nom: string
  empreinte: string
}

export interface BpfChargeReprise {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  reprise_id: string
  rang: number
  compte: string
  libelle: Generated<string>
  montant: string
  formateur: boolean
  prestation: boolean
}

export interface BpfDepot {
  organisme_id: Generated<string>
  id: string
  debut: string
  fin: string
  rang: number
  cerfa: string
  contenu: string
  empreinte: Buffer
  transmis_le: string
  recepisse: Generated<string>
  depose_le: Instant
  depose_par: Nulle<string>
}

export interface BpfExercice {
  organisme_id: Generated<string>
  debut: string
  fin: string
  echeance_le: Nulle<string>
  lectures: Generated<Json>
  version: Generated<number>
  modifie_le: Instant
  modifie_par: Nulle<string>
  adresse_publique: Nulle<boolean>
}

export interface BpfFicheReprise {
  organisme_id: Generated<string>
  activite_id: string
  genre: string
  ref: string
  cle: Buffer
  personne_id: string
}

export interface BpfInterventionReprise {
  organisme_id: Generated<string>
  activite_id: string
  seance_id: string
  personne_id: string
  heures: string
}

export interface BpfPresenceReprise {
  organisme_id: Generated<string>
  activite_id: string
  inscription_id: string
  seance_id: string
  heures: string
}

export interface BpfProduitRepris {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  reprise_id: string
  rang: number
  ref: string
  financeur: Nulle<string>
  montant: string
  session_id: Nulle<string>
  acquis_le: Nulle<string>
  ecriture: Nulle<string>
  affecte_le: Nulle<Instant>
  affecte_par: Nulle<string>
}

export interface BpfRecopie {
  organisme_id: Generated<string>
  debut: string
  fin: string
  repere: string
  valeur: string
  le: Instant
  par: Nulle<string>
}

export interface BpfReprise {
  organisme_id: Generated<string>
  id: string
  cas: string
  debut: string
  fin: string
  cerfa: Nulle<string>
  empreinte: Buffer
  chiffre_affaires: string
  fin_precedente: Nulle<string>
  produits_comptables: Nulle<string>
  lue_le: Instant
  lue_par: Nulle<string>
  remplacee_le: Nulle<Instant>
}

export interface BpfSeanceReprise {
  organisme_id: Generated<string>
  activite_id: string
  seance_id: string
  ref: string
  moment: string
  heures: string
  confiee_a: Nulle<string>
  cotraitant: Nulle<string>
}

export interface CaeVisa {
  organisme_id: Generated<string>
  activite_id: string
  piece_id: string
  decision: string
  motif: Generated<string>
  decide_le: Instant
  par: Nulle<string>
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
  mots: Calculee<string | null>
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

export interface ControlesConge {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  personne_id: string
  du: string
  au: string
  declare_le: Instant
  declare_par: Nulle<string>
  retire_le: Nulle<Instant>
}

export interface ControlesConstat {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  session_id: string
  regle: string
  cle: string
  gravite: string
  phrase: string
  empreinte: string
  ou: string
  ouvert_le: Instant
  vu_le: Instant
  referme_le: Nulle<Instant>
}

export interface ControlesEnvoi {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  genre: string
  cle: string
  session_id: string
  seance_id: string
  inscription_id: Nulle<string>
  entreprise_id: Nulle<string>
  le: Instant
  par: Nulle<string>
  message: Nulle<string>
}

export interface ControlesJugement {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  session_id: string
  regle: string
  cle: string
  empreinte: string
  decision: string
  motif: string
  le: Instant
  par: Generated<string>
  par_nom: string
}

export interface ControlesPassage {
  organisme_id: Generated<string>
  id: string
  le: Instant
  sessions: number
  passes: number
  nouveaux: number
  refermes: number
}

export interface ControlesReglage {
  organisme_id: Generated<string>
  rappel_stagiaire: Generated<boolean>
  rappel_formateur: Generated<boolean>
  avis_employeur: Generated<boolean>
  avis_financeur: Generated<boolean>
  modifie_le: Instant
  modifie_par: Nulle<string>
}

export interface DocumentsCompteur {
  organisme_id: string
  serie: string
  annee: number
  dernier: Generated<number>
}

export interface DocumentsConditions {
  organisme_id: Generated<string>
  delai_reglement_jours: number
  moyen: string
  dedit_loin_jours: number
  dedit_loin_taux: number
  dedit_proche_jours: number
  dedit_proche_taux: number
  dedit_fin_taux: number
  conservation_annees: number
  reponse_jours: number
  cessation: string
  mediateur_nom: Generated<string>
  mediateur_adresse: Generated<string>
  mediateur_site: Generated<string>
  referent_nom: Generated<string>
  referent_telephone: Generated<string>
  referent_courriel: Generated<string>
  contact_nom: Generated<string>
  contact_telephone: Generated<string>
  contact_courriel: Generated<string>
  version: Generated<number>
  modifie_le: Instant
  modifie_par: Nulle<string>
}

export interface DocumentsDemande {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  piece_id: string
  acte: string
  role: string
  jointes: Generated<string[]>
  objet_genre: string
  objet_id: string
  nom: string
  qualite: Generated<string>
  courriel: string
  creee_le: Instant
  creee_par: Nulle<string>
  envois: Generated<number>
  envoyee_le: Nulle<Instant>
  ouverte_le: Nulle<Instant>
  code: Nulle<Buffer>
  code_le: Nulle<Instant>
  code_essais: Generated<number>
  codes: Generated<number>
  refusee_le: Nulle<Instant>
  motif: Generated<string>
  retiree_le: Nulle<Instant>
}

export interface DocumentsExemplaire {
  organisme_id: Generated<string>
  activite_id: string
  piece_id: string
  signatures: number
  fichier: string
  compose_le: Instant
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
  complete_id: Nulle<string>
  faits: Nulle<Buffer>
  evaluee: Calculee<boolean | null>
  effacee_le: Nulle<Instant>
}

export interface DocumentsSignature {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  piece_id: string
  demande_id: Nulle<string>
  acte: string
  role: string
  moyen: string
  nom: string
  qualite: Generated<string>
  consentement: string
  empreinte: Buffer
  engagement: Buffer
  signee_le: Instant
  datee_du: string
  scan: Nulle<string>
  par: Nulle<string>
}

export interface DocumentsSignaturePrivee {
  organisme_id: Generated<string>
  activite_id: string
  signature_id: string
  sel: Buffer
  contenu: string
}

export interface DonneesArchive {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  personne_id: string
  demande_id: Nulle<string>
  octets: Nulle<Buffer>
  composee_le: Instant
  expire_le: Instant
}

export interface DonneesDemande {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  personne_id: string
  genre: string
  canal: string
  recue_le: string
  echeance: string
  prolongee_le: Nulle<Instant>
  precision_chiffree: Nulle<Buffer>
  reponse: Nulle<string>
  repondue_le: Nulle<Instant>
  repondue_par: Nulle<string>
  suite: Generated<string>
  inscrite_le: Instant
  par: Nulle<string>
}

export interface DonneesEffacement {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  personne_id: string
  demande_id: Nulle<string>
  fondement: string
  complet: boolean
  nom_seul: Generated<boolean>
  prochaine: Nulle<string>
  rapport: Json
  motif: string
  fait_le: Instant
  par: Nulle<string>
}

export interface DonneesLecture {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  personne_id: string
  genre: string
  le: Instant
  par: Nulle<string>
}

export interface DonneesPassage {
  organisme_id: Generated<string>
  id: string
  le: Instant
  essai: boolean
  rapport: Json
  par: Nulle<string>
}

export interface DonneesReglage {
  organisme_id: Generated<string>
  purge: Generated<boolean>
  modifie_le: Instant
  modifie_par: Nulle<string>
}

export interface DonneesRegle {
  organisme_id: Generated<string>
  id: string
  categorie: string
  financeur: Nulle<string>
  mois: number
  depuis: string
  source: string
  posee_le: Instant
  par: Nulle<string>
}

export interface DonneesSuspension {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  personne_id: string
  motif: string
  posee_le: Instant
  par: Nulle<string>
  levee_le: Nulle<Instant>
  levee_par: Nulle<string>
}

export interface DonneesTraitement {
  organisme_id: Generated<string>
  code: string
  version: number
  contenu: Json
  retire: Generated<boolean>
  ecrit_le: Instant
  par: Nulle<string>
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
  motif: Nulle<string>
}

export interface EmargementActivitePrevue {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  session_id: string
  rang: number
  genre: string
  intitule: string
  minutes: number
  prevue_le: Instant
  prevue_par: Nulle<string>
  retiree_le: Nulle<Instant>
}

export interface EmargementAppareil {
  organisme_id: Generated<string>
  id: string
  tenu_par: Generated<string>
  nom: string
  cle: Buffer
  inscrit_le: Instant
  vu_le: Nulle<Instant>
  ecart_ms: Nulle<number>
  retire_le: Nulle<Instant>
  retire_par: Nulle<string>
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

export interface EmargementConnexion {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  liste_id: string
  rang: number
  nom: string
  courriel: Nulle<string>
  debut_le: Nulle<Instant>
  fin_le: Nulle<Instant>
  minutes: number
}

export interface EmargementContreseing {
  organisme_id: Generated<string>
  de_organisme_id: string
  jalon: Buffer
  vaut: boolean
  raison: Nulle<string>
  contenu: Nulle<string>
  signature: Nulle<Buffer>
  cle: Nulle<Buffer>
  le: Instant
}

export interface EmargementContresignature {
  organisme_id: Generated<string>
  activite_id: string
  seance_id: string
  par: Generated<string>
  maillon_id: string
  signee_le: Instant
  suppleance: Generated<boolean>
}

export interface EmargementElementProbant {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  session_id: string
  inscription_id: Nulle<string>
  prevue_id: Nulle<string>
  genre: string
  le: string
  minutes: Nulle<number>
  intitule: string
  canal: Nulle<string>
  delai_heures: Nulle<number>
  resultat: Nulle<string>
  fichier: Nulle<string>
  fichier_nom: Nulle<string>
  annule_id: Nulle<string>
  note_le: Instant
  note_par: Nulle<string>
}

export interface EmargementEmport {
  organisme_id: Generated<string>
  activite_id: string
  appareil_id: string
  seance_id: string
  emporte_le: Instant
}

export interface EmargementHorsLigne {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  appareil_id: string
  rang: number
  seance_id: string
  inscription_id: Nulle<string>
  geste: string
  issue: string
  fait_le: Instant
  recu_le: Instant
  ecart_ms: number
  empreinte: Buffer
  precedente: Nulle<Buffer>
  signature: Buffer
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

export interface EmargementJalonGarde {
  organisme_id: string
  de_organisme_id: string
  jalon: Buffer
  numero: number
  contenu: string
  signature: Buffer
  recu_le: Generated<Instant>
}

export interface EmargementListeConnexion {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  seance_id: string
  logiciel: string
  fichier: string
  fichier_nom: string
  recue_le: Instant
  recue_par: Nulle<string>
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

export interface EmargementRapprochement {
  organisme_id: Generated<string>
  activite_id: string
  connexion_id: string
  version: number
  inscription_id: Nulle<string>
  le: Instant
  par: Nulle<string>
}

export interface EmargementRectification {
  organisme_id: Generated<string>
  activite_id: string
  inscription_id: string
  seance_id: string
  rang: number
  maillon_id: string
  genre: string
  etat: Nulle<string>
  porte: string
  appareil_id: Nulle<string>
  presente_le: Nulle<Instant>
  attestee: Generated<boolean>
  retard_min: Generated<number>
  depart_min: Generated<number>
  motif: Nulle<string>
  le: Instant
  par: Nulle<string>
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
  porte: Nulle<string>
  appareil_id: Nulle<string>
}

export interface EmargementTablette {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  seance_id: string
  jeton: Buffer
  ouverte_le: Instant
  ouverte_par: Generated<string>
  cree_le: Generated<Instant>
  expire_le: Instant
  fermee_le: Nulle<Instant>
  genre: Generated<string>
}

export interface EmargementTemoin {
  organisme_id: string
  temoin_id: string
  etat: string
  demande_le: Instant
  demande_par: string
  repondu_le: Nulle<Instant>
  repondu_par: Nulle<string>
}

export interface EspacesAcces {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  personne_id: string
  genre: string
  cree_le: Instant
  envois: Generated<number>
  envoye_le: Nulle<Instant>
  vu_le: Nulle<Instant>
  retire_le: Nulle<Instant>
  retire_par: Nulle<string>
}

export interface EtapesAdresse {
  organisme_id: Generated<string>
  cle: Buffer
  personne_id: Nulle<string>
  origine: string
  refus: Nulle<string>
  depuis: Instant
  par: Nulle<string>
  levee_le: Nulle<Instant>
  levee_par: Nulle<string>
}

export interface EtapesArmement {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  session_id: string
  code: string
  vu: string
  arme_le: Instant
  arme_par: Nulle<string>
  desarme_le: Nulle<Instant>
  desarme_par: Nulle<string>
}

export interface EtapesArret {
  organisme_id: Generated<string>
  id: string
  session_id: Nulle<string>
  code: Nulle<string>
  personne_id: Nulle<string>
  motif: Generated<string>
  pose_le: Instant
  pose_par: Nulle<string>
  leve_le: Nulle<Instant>
  leve_par: Nulle<string>
}

export interface EtapesAvis {
  organisme_id: Generated<string>
  compte_id: string
  genre: string
  cle: string
  phrase: string
  href: string
  cree_le: Instant
  dit_le: Nulle<Instant>
}

export interface EtapesCadence {
  organisme_id: Generated<string>
  compte_id: string
  genre: string
  quand: string
  choisi_le: Instant
}

export interface EtapesDesabonnement {
  organisme_id: Generated<string>
  cle: Buffer
  le: Instant
}

export interface EtapesEcrit {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  session_id: Nulle<string>
  publics: string[]
  nature: string
  objet: string
  corps: string
  revision: Generated<number>
  ecrit_le: Instant
  ecrit_par: Nulle<string>
  confirme_le: Nulle<Instant>
  confirme_par: Nulle<string>
  jete_le: Nulle<Instant>
}

export interface EtapesEcritPersonne {
  organisme_id: Generated<string>
  ecrit_id: string
  personne_id: string
  activite_id: string
}

export interface EtapesEmpechement {
  organisme_id: Generated<string>
  activite_id: string
  session_id: string
  code: string
  phrase: string
  depuis: Instant
  le: Instant
}

export interface EtapesEnvoi {
  organisme_id: Generated<string>
  message: string
  activite_id: string
  code: string
  session_id: Nulle<string>
  inscription_id: Nulle<string>
  personne_id: Nulle<string>
  adresse: string
  objet: string
  seul: Generated<boolean>
  etat: string
  raison: Nulle<string>
  refus: Nulle<string>
  essais: Generated<number>
  pris_le: Instant
  le: Instant
}

export interface EtapesMessage {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  session_id: Nulle<string>
  code: string
  ecrit_id: Nulle<string>
  cle: Buffer
  adresse_cle: Buffer
  personne_id: Nulle<string>
  inscription_id: Nulle<string>
  nom: string
  courriel: string
  depose_le: Instant
  par: Nulle<string>
}

export interface EtapesPropre {
  organisme_id: Generated<string>
  code: string
  nom: string
  publics: string
  ancre: string
  cree_le: Instant
  cree_par: Nulle<string>
  retire_le: Nulle<Instant>
  retire_par: Nulle<string>
}

export interface EtapesReglage {
  organisme_id: Generated<string>
  code: string
  active: Generated<boolean>
  ecart: number
  relances: Generated<number[]>
  objet: Generated<string>
  corps: Generated<string>
  partout_vu: Nulle<string>
  partout_le: Nulle<Instant>
  partout_par: Nulle<string>
  modifie_le: Instant
  modifie_par: Nulle<string>
}

export interface EtapesResume {
  organisme_id: Generated<string>
  compte_id: string
  jour: string
  lignes: number
  le: Instant
}

export interface FacturationAffectation {
  organisme_id: Generated<string>
  activite_id: string
  facture_id: string
  rang: number
  source: Nulle<string>
  session_id: Nulle<string>
  dossier_id: Nulle<string>
  retiree: Generated<boolean>
  motif: Nulle<string>
  le: Instant
  par: Nulle<string>
}

export interface FacturationCharge {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  jour: string
  compte: string
  libelle: string
  fournisseur: Nulle<string>
  montant_ht_centimes: number
  formateur: Generated<boolean>
  prestation_formation: Generated<boolean>
  part_formation_points: Generated<number>
  session_id: Nulle<string>
  personne_id: Nulle<string>
  outil: Nulle<string>
  numero: Nulle<string>
  retiree_le: Nulle<Instant>
  retrait_motif: Nulle<string>
  enregistree_le: Instant
  par: Nulle<string>
}

export interface FacturationEcriture {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  jour: string
  journal: Generated<string>
  compte: string
  libelle: string
  debit_centimes: Generated<number>
  credit_centimes: Generated<number>
  facture_id: Nulle<string>
  ligne_id: Nulle<string>
  charge_id: Nulle<string>
  outil: string
  numero: string
  enregistree_le: Instant
  par: Nulle<string>
}

export interface FacturationEnvoi {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  facture_id: string
  destinataire: string
  objet: string
  texte: string
  demande_le: Instant
  par: Nulle<string>
  remis_le: Nulle<Instant>
}

export interface FacturationExercice {
  organisme_id: Generated<string>
  debut: string
  fin: string
  chiffre_affaires_centimes: number
  produits_formation_centimes: Nulle<number>
  version: Generated<number>
  modifie_le: Instant
  modifie_par: Nulle<string>
}

export interface FacturationFacture {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  provenance: string
  genre: string
  outil: string
  numero: string
  piece_id: Nulle<string>
  projet_id: Nulle<string>
  emise_le: string
  echeance: Nulle<string>
  session_id: Nulle<string>
  dossier_id: Nulle<string>
  financement_rang: Nulle<number>
  payeur_entreprise_id: Nulle<string>
  payeur_personne_id: Nulle<string>
  payeur_nom: string
  pli: string
  source: Nulle<string>
  subrogation: Generated<boolean>
  corrige_id: Nulle<string>
  periode_du: Nulle<string>
  periode_au: Nulle<string>
  total_ht_centimes: number
  total_tva_centimes: number
  total_ttc_centimes: number
  enregistree_le: Instant
  par: Nulle<string>
}

export interface FacturationHeures {
  organisme_id: Generated<string>
  activite_id: string
  facture_id: string
  ligne_id: string
  inscription_id: string
  minutes: number
}

export interface FacturationImputation {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  reglement_id: string
  facture_id: string
  montant_centimes: number
  le: Instant
  par: Nulle<string>
}

export interface FacturationLigne {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  facture_id: string
  rang: number
  nature: string
  libelle: string
  inscription_id: Nulle<string>
  acompte_id: Nulle<string>
  quantite_millemes: number
  unite: string
  prix_centimes: number
  montant_ht_centimes: number
  taux_points: number
  bien: Generated<boolean>
}

export interface FacturationMouvement {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  releve_id: string
  jour: string
  montant_centimes: number
  libelle: string
  empreinte: Buffer
  ecarte_le: Nulle<Instant>
}

export interface FacturationProduit {
  organisme_id: string | null
  activite_id: string | null
  facture_id: string | null
  ligne_id: string | null
  rang: number | null
  provenance: string | null
  genre: string | null
  outil: string | null
  numero: string | null
  emise_le: string | null
  corrige_id: string | null
  payeur_entreprise_id: string | null
  payeur_personne_id: string | null
  payeur_nom: string | null
  subrogation: boolean | null
  origine: string | null
  session_id: string | null
  dossier_id: string | null
  financement_rang: number | null
  inscription_id: string | null
  nature: string | null
  libelle: string | null
  montant_ht_centimes: number | null
  taux_points: number | null
  periode_du: string | null
  periode_au: string | null
  acompte_id: string | null
}

export interface FacturationProjet {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  genre: string
  session_id: Nulle<string>
  dossier_id: Nulle<string>
  financement_rang: Nulle<number>
  payeur_entreprise_id: Nulle<string>
  payeur_personne_id: Nulle<string>
  source: Nulle<string>
  subrogation: Generated<boolean>
  corrige_id: Nulle<string>
  motif: Nulle<string>
  periode_du: Nulle<string>
  periode_au: Nulle<string>
  reference: Nulle<string>
  delai_jours: number
  etat: Generated<string>
  version: Generated<number>
  cree_le: Instant
  cree_par: Nulle<string>
}

export interface FacturationProjetHeures {
  organisme_id: Generated<string>
  activite_id: string
  projet_id: string
  ligne_id: string
  inscription_id: string
  minutes: number
}

export interface FacturationProjetLigne {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  projet_id: string
  rang: number
  nature: string
  libelle: string
  inscription_id: Nulle<string>
  acompte_id: Nulle<string>
  quantite_millemes: number
  unite: string
  prix_centimes: number
  montant_ht_centimes: number
  taux_points: number
  bien: Generated<boolean>
}

export interface FacturationReglage {
  organisme_id: Generated<string>
  iban: Nulle<string>
  bic: Nulle<string>
  titulaire: Generated<string>
  rcs: Generated<string>
  capital: Generated<string>
  penalites: string
  escompte: string
  debits: Generated<boolean>
  relance_jours: number[]
  version: Generated<number>
  modifie_le: Instant
  modifie_par: Nulle<string>
}

export interface FacturationReglement {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  payeur_entreprise_id: Nulle<string>
  payeur_personne_id: Nulle<string>
  payeur_nom: string
  jour: string
  montant_centimes: number
  moyen: string
  reference: Nulle<string>
  mouvement_id: Nulle<string>
  annule_id: Nulle<string>
  enregistre_le: Instant
  par: Nulle<string>
  rend_id: Nulle<string>
}

export interface FacturationRelance {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  facture_id: string
  niveau: number
  destinataire: string
  objet: string
  texte: string
  envoyee_le: Instant
  par: Nulle<string>
}

export interface FacturationReleve {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  nom_fichier: string
  lu_le: Instant
  par: Nulle<string>
}

export interface FacturationVisa {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  projet_id: string
  version: number
  decision: string
  motif: Nulle<string>
  le: Instant
  par: Nulle<string>
}

export interface InscriptionsAvis {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  session_id: string
  inscription_id: Nulle<string>
  dossier_id: Nulle<string>
  genre: string
  texte: string
  calendrier: string
  envoye_le: Instant
  par: Nulle<string>
}

export interface InscriptionsDossier {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  session_id: string
  acheteur: string
  entreprise_id: Nulle<string>
  personne_id: Nulle<string>
  signataire_id: Nulle<string>
  signataire_qualite: Nulle<string>
  individuel_a_ses_frais: Generated<boolean>
  circonstance: string
  regime: string
  regime_article: string
  objectif: Nulle<string>
  reference_client: Nulle<string>
  prix_centimes: number
  signe_le: Nulle<Instant>
  signature_moyen: Nulle<string>
  signature_piece_id: Nulle<string>
  debut_anticipe_le: Nulle<Instant>
  retracte_le: Nulle<Instant>
  demarrage_sans_signature: Nulle<string>
  cree_le: Instant
  version: Generated<number>
  suivi_par: Nulle<string>
}

export interface InscriptionsEcheance {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  dossier_id: string
  jour: string
  montant_centimes: number
}

export interface InscriptionsFinancement {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  dossier_id: string
  inscription_id: Nulle<string>
  rang: number
  payeur_entreprise_id: Nulle<string>
  payeur_personne_id: Nulle<string>
  dispositif: string
  montant_ht_centimes: number
  subrogation: Generated<boolean>
  accord_reference: Nulle<string>
  accord_le: Nulle<string>
  minutes: Nulle<number>
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
  dossier_id: Nulle<string>
  statut_f1: Nulle<string>
  etape: Nulle<string>
  version: Generated<number>
  definitive_le: Nulle<Instant>
  employeur_id: Nulle<string>
  cpf_entree_declaree_le: Nulle<string>
  cpf_sortie_declaree_le: Nulle<string>
}

export interface InscriptionsRemise {
  organisme_id: Generated<string>
  activite_id: string
  inscription_id: string
  genre: string
  remis_le: Instant
  moyen: string
  piece_id: Nulle<string>
  accuse_le: Nulle<Instant>
  accuse_moyen: Nulle<string>
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

export interface PlateformeHorlogeLibre {
  seul: Generated<boolean>
  depuis: Generated<Instant>
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

export interface PoleAbonne {
  pole_id: string
  organisme_id: Generated<string>
  compte_id: string
  depuis_le: Instant
}

export interface PoleAcces {
  pole_id: string
  dossier_id: string
  organisme_id: string
  compte_id: string
  nom: string
  du: Instant
  par_id: string
  retire_le: Nulle<Instant>
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
  poids: Generated<number>
  dit_le: Nulle<Instant>
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

export interface PoleAvis {
  pole_id: string
  cle: string
  compte_id: string
  organisme_id: Generated<string>
  le: Instant
}

export interface PoleCreneau {
  pole_id: string
  reunion_id: string
  rang: number
  organisme_id: Generated<string>
  decision_id: string
  debut: Instant
  fin: Instant
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
  scrutin: Generated<string>
  portee: Generated<string>
  reprend_id: Nulle<string>
  responsable: Generated<string>
  echeance: Nulle<string>
  realisation: Generated<string>
  suivi: Generated<string>
  suivi_le: Nulle<Instant>
}

export interface PoleDossier {
  pole_id: string
  id: string
  groupe_id: string
  organisme_id: Generated<string>
  nom: string
  objet: Generated<string>
  ouvert_le: Instant
}

export interface PoleElecteur {
  pole_id: string
  decision_id: string
  organisme_id: string
  procuration_id: Nulle<string>
  personne_id: Generated<string>
  nom: Generated<string>
  poids: Generated<number>
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
  compte_id: Nulle<string>
  de_organisme_id: Nulle<string>
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

export interface PoleLivrable {
  pole_id: string
  id: string
  groupe_id: string
  dossier_id: Nulle<string>
  organisme_id: Generated<string>
  titre: string
  cree_le: Instant
  mots: Calculee<string | null>
}

export interface PoleLivrableVersion {
  pole_id: string
  id: string
  livrable_id: string
  version: number
  organisme_id: Generated<string>
  compte_id: Generated<string>
  note: Generated<string>
  licence: string
  valable_au: Nulle<string>
  date_le: string
  lien: Generated<string>
  fichier_nom: Nulle<string>
  fichier_type: Nulle<string>
  taille: Nulle<number>
  empreinte: Nulle<Buffer>
  octets: Nulle<Buffer>
  par: string
  le: Instant
  mots: Calculee<string | null>
}

export interface PoleMandat {
  pole_id: string
  organisme_id: string
  compte_id: string
  role: string
  nom: string
  du: Instant
}

export interface PoleParticipant {
  pole_id: string
  groupe_id: string
  organisme_id: Generated<string>
  compte_id: string
  nom: string
  du: Instant
}

export interface PolePesee {
  pole_id: string
  reunion_id: string
  organisme_id: Generated<string>
  themes: string[]
  points: number[]
  par: string
  le: Instant
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

export interface PolePropos {
  pole_id: string
  decision_id: string
  id: string
  organisme_id: Generated<string>
  texte: string
  par: string
  le: Instant
}

export interface PoleProposition {
  id: string
  organisme_id: string
  compte_id: string
  code: string
  genre: string
  nom: string
  raison: string
  territoire: Generated<string>
  departement: string
  courriel: Generated<string>
  entree: string
  par: string
  etat: string
  proposee_le: Instant
  finie_le: Nulle<Instant>
  pole_id: Nulle<string>
  avis_de: Nulle<string>
  avis: Nulle<string>
  avis_texte: Generated<string>
  avis_le: Nulle<Instant>
  avis_preuve: Nulle<Buffer>
}

export interface PoleRangement {
  pole_id: string
  enjeu_id: string
  theme_id: string
  organisme_id: Generated<string>
}

export interface PoleReglage {
  seul: Generated<boolean>
  signatures: number
  modifie_le: Instant
  annonce_jours: Generated<number>
}

export interface PoleRelecture {
  pole_id: string
  id: string
  livrable_id: string
  version_id: string
  version: number
  organisme_id: Generated<string>
  compte_id: Generated<string>
  avis: string
  mot: Generated<string>
  par: string
  le: Instant
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
  mots: Calculee<string | null>
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

export interface PoleSoutien {
  proposition_id: string
  organisme_id: string
  compte_id: string
  nom: string
  mot: Generated<string>
  le: Instant
}

export interface PoleTheme {
  pole_id: string
  id: string
  organisme_id: Generated<string>
  reunion_id: string
  nom: string
  cree_le: Instant
}

export interface PoleVeille {
  pole_id: string
  id: string
  organisme_id: Generated<string>
  genre: string
  titre: string
  source: string
  parue_le: string
  resume: string
  impact: Generated<string>
  par: string
  le: Instant
  retiree_le: Nulle<Instant>
}

export interface PoleVoix {
  pole_id: string
  decision_id: string
  organisme_id: string
  choix: number[]
  motif: Generated<string>
  compte_id: string
  le: Instant
  personne_id: Generated<string>
}

export interface PortailAbonnement {
  id: string
  empreinte: Buffer
  chiffre: Nulle<Buffer>
  etat: string
  demande_le: Instant
  confirme_le: Nulle<Instant>
  fini_le: Nulle<Instant>
  poles: Generated<string[]>
  departements: Generated<string[]>
  themes: Generated<string[]>
  preuve: Nulle<Buffer>
}

export interface PortailActualite {
  pole_id: string
  id: string
  organisme_id: Generated<string>
  titre: string
  chapo: Generated<string>
  corps: Generated<string>
  etiquettes: Generated<string[]>
  image_id: Nulle<string>
  image_alt: Generated<string>
  source_nom: Generated<string>
  source_url: Generated<string>
  version: Generated<number>
  paraitre_le: Nulle<Instant>
  parue_version: Nulle<number>
  retiree_le: Nulle<Instant>
  origine: Nulle<string>
  cree_le: Instant
  modifiee_le: Instant
}

export interface PortailActualiteVersion {
  pole_id: string
  actualite_id: string
  version: number
  organisme_id: Generated<string>
  contenu: Json
  par: string
  le: Instant
}

export interface PortailCandidature {
  id: string
  chiffre: Nulle<Buffer>
  demandee_le: Instant
  faite_le: Nulle<Instant>
  preuve: Nulle<Buffer>
  adresse: Nulle<Buffer>
}

export interface PortailCompteur {
  seul: Generated<boolean>
  numero: number
  par: Nulle<string>
}

export interface PortailDelegue {
  id: string
  nom: string
  courriel: string
  departements: Generated<string[]>
  depuis_le: Instant
  parti_le: Nulle<Instant>
}

export interface PortailDemande {
  id: string
  departement: string
  sujet: string
  chiffre: Nulle<Buffer>
  delegue_id: Nulle<string>
  etat: string
  recue_le: Instant
  prouvee_le: Nulle<Instant>
  prise_le: Nulle<Instant>
  repondue_le: Nulle<Instant>
  preuve: Nulle<Buffer>
}

export interface PortailFiche {
  organisme_id: Generated<string>
  description: Generated<string>
  themes: Generated<string[]>
  publics: Generated<string>
  departements: Generated<string[]>
  nsf: Generated<string[]>
  formacodes: Generated<string[]>
  effectif: Generated<string>
  creee_en: Nulle<number>
  qualiopi: Generated<string[]>
  qualiopi_source: Nulle<string>
  qualiopi_le: Nulle<string>
  siege_masque: Generated<boolean>
  contact: Generated<string>
  tri: Generated<string>
  pli: Generated<string>
  mots: Calculee<string | null>
  publiee_le: Nulle<Instant>
  modifiee_le: Instant
}

export interface PortailImage {
  pole_id: string
  id: string
  organisme_id: Generated<string>
  largeur: number
  hauteur: number
  grande: Buffer
  petite: Buffer
  recue_le: Instant
}

export interface PortailImageImportee {
  pole_id: string
  actualite_id: string
  organisme_id: Generated<string>
  importation_id: string
  url: string
  alt: string
  etat: string
  pourquoi: Generated<string>
}

export interface PortailImportation {
  pole_id: string
  id: string
  organisme_id: Generated<string>
  source: string
  rapport: Json
  lu_le: Instant
  par: string
}

export interface PortailLettre {
  pole_id: string
  id: string
  organisme_id: Generated<string>
  objet: string
  mot: Generated<string>
  contenu: string
  envoyee_le: Instant
  par: string
  departements: Generated<string[]>
  themes: Generated<string[]>
}

export interface PortailLogo {
  organisme_id: Generated<string>
  type: string
  octets: Buffer
  largeur: Nulle<number>
  hauteur: Nulle<number>
  cle: string
  pose_le: Instant
}

export interface PortailMention {
  seul: Generated<boolean>
  editeur: Generated<string>
  directeur: Generated<string>
  hebergeur: Generated<string>
  contact: Generated<string>
  modifiee_le: Instant
}

export interface PortailParution {
  actualite_id: string
  pole_id: string
  adresse: string
  titre: string
  chapo: string
  corps: string
  etiquettes: string[]
  image_id: Nulle<string>
  image_alt: string
  image_largeur: Nulle<number>
  image_hauteur: Nulle<number>
  source_nom: string
  source_url: string
  version: number
  paraitre_le: Instant
  changee_le: Instant
  retiree_le: Nulle<Instant>
  pli: string
  mots: Calculee<string | null>
  images: Generated<string[]>
}

export interface PortailRemise {
  lettre_id: string
  abonnement_id: string
  le: Instant
}

export interface PorteSecret {
  seul: Generated<boolean>
  interieur: Buffer
  exterieur: Buffer
}

export interface QualiteAffaire {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  genre: string
  auteur: string
  objet: string
  session_id: Nulle<string>
  inscription_id: Nulle<string>
  recit: Buffer
  recu_le: string
  inscrit_le: Instant
  par: Nulle<string>
}

export interface QualiteAudit {
  organisme_id: Generated<string>
  id: string
  genre: string
  audit_le: string
  depuis: string
  categories: string[]
  situation: string[]
  nouveau: Generated<string[]>
  anciens: Generated<number[]>
  minutes: number
  par_categorie: Nulle<number>
  beneficiaires: number
  cree_le: Instant
  par: Nulle<string>
}

export interface QualiteAuditAction {
  organisme_id: Generated<string>
  audit_id: string
  point: string
  ligne_id: string
  liee_le: Instant
  par: Nulle<string>
}

export interface QualiteAuditCloture {
  organisme_id: Generated<string>
  audit_id: string
  notifie_le: string
  majeures: number
  mineures: number
  conclu_le: Instant
  par: Nulle<string>
}

export interface QualiteAuditConstat {
  organisme_id: Generated<string>
  audit_id: string
  point: string
  rang: number
  conclusion: string
  constat: string
  risque: Generated<string>
  secondes: Nulle<number>
  de_organisme_id: Generated<string>
  ecrit_le: Instant
  par: Nulle<string>
}

export interface QualiteAuditGel {
  organisme_id: Generated<string>
  audit_id: string
  engagement: Buffer
  population: string
  empreinte: Buffer
  trous: string
  gele_le: Instant
  par: Nulle<string>
}

export interface QualiteAuditGraine {
  organisme_id: string
  audit_id: string
  graine: Buffer
  tiree_le: Generated<Instant>
  revelee_le: Nulle<Instant>
}

export interface QualiteAuditLecture {
  organisme_id: string
  id: Generated<string>
  audit_id: string
  mission_id: string
  quoi: string
  le: Generated<Instant>
}

export interface QualiteAuditMission {
  organisme_id: string
  id: string
  audit_id: string
  genre: string
  pair_organisme_id: Nulle<string>
  jeton: Nulle<Buffer>
  nom: string
  finalite: string
  expire_le: string
  etat: string
  propose_le: Instant
  propose_par: string
  repondu_le: Nulle<Instant>
  repondu_par: Nulle<string>
  retire_le: Nulle<Instant>
  retire_par: Nulle<string>
}

export interface QualiteAuditOuverture {
  organisme_id: Generated<string>
  audit_id: string
  graine: Buffer
  echantillon: Json
  ouvert_le: Instant
  par: Nulle<string>
}

export interface QualiteAuditPhoto {
  organisme_id: Generated<string>
  audit_id: string
  rang: number
  contenu: Json
  prise_le: Instant
  par: Nulle<string>
}

export interface QualiteAuditPiece {
  organisme_id: Generated<string>
  audit_id: string
  photo: number
  id: string
  libelle: string
  fichier: string
}

export interface QualiteCadre {
  organisme_id: Generated<string>
  id: string
  genre: string
  audit_le: string
  depuis: string
  categories: string[]
  situation: string[]
  pose_le: Instant
  par: Nulle<string>
  ecrit_le: Generated<Instant>
}

export interface QualiteEntree {
  organisme_id: Generated<string>
  activite_id: string
  inscription_id: string
  rang: number
  recueilli_le: string
  besoin: string
  prerequis: string
  positionne_le: Nulle<string>
  moyen: Nulle<string>
  resultat: Generated<string>
  decision: Nulle<string>
  decision_detail: Generated<string>
  inscrit_le: Instant
  par: Nulle<string>
}

export interface QualiteJointe {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  ligne_id: string
  nom: string
  fichier: string
  type: string
  taille: number
  expire_le: Nulle<string>
  jointe_le: Instant
  par: Nulle<string>
}

export interface QualiteJointeRetrait {
  organisme_id: Generated<string>
  jointe_id: string
  activite_id: string
  retiree_le: Instant
  par: Nulle<string>
}

export interface QualiteJugement {
  organisme_id: Generated<string>
  id: string
  indicateur: number
  version: string
  etat: string
  motif: string
  vaut_jusqu: string
  juge_le: Instant
  par: Nulle<string>
}

export interface QualiteLecture {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  affaire_id: string
  accordee: boolean
  le: Instant
  par: Nulle<string>
}

export interface QualiteRegistre {
  organisme_id: Generated<string>
  activite_id: string
  id: string
  rang: number
  genre: string
  titre: string
  le: string
  expire_le: Nulle<string>
  responsable_id: Nulle<string>
  personne_id: Nulle<string>
  offre_id: Nulle<string>
  session_id: Nulle<string>
  etablissement_id: Nulle<string>
  entreprise_id: Nulle<string>
  origine_id: Nulle<string>
  contenu: Json
  retire: Generated<boolean>
  inscrit_le: Instant
  par: Nulle<string>
}

export interface QualiteSuite {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  affaire_id: string
  genre: string
  le: string
  texte: string
  inscrit_le: Instant
  par: Nulle<string>
}

export interface QualiteSuivi {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  inscription_id: string
  le: string
  genre: string
  texte: string
  inscrit_le: Instant
  par: Nulle<string>
}

export interface QuestionnairesBrouillon {
  organisme_id: Generated<string>
  activite_id: string
  demande_id: string
  valeurs: Json
  garde_le: Instant
}

export interface QuestionnairesCampagne {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  genre: string
  cle: string
  session_id: Nulle<string>
  offre_id: Nulle<string>
  version_id: string
  contenu: Json
  anonyme: boolean
  ouverte_le: Instant
  jour: string
  ferme_le: string
  fermee_le: Nulle<Instant>
  relances: Generated<number[]>
  automatique: Generated<boolean>
  par: Nulle<string>
}

export interface QuestionnairesDemande {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  campagne_id: string
  cle: string
  inscription_id: Nulle<string>
  dossier_id: Nulle<string>
  entreprise_id: Nulle<string>
  personne_id: Nulle<string>
  cree_le: Instant
  arretee_le: Nulle<Instant>
  arret_par: Nulle<string>
  repondue_le: Nulle<string>
}

export interface QuestionnairesEnvoi {
  organisme_id: Generated<string>
  activite_id: string
  demande_id: string
  rang: number
  le: Instant
  moyen: string
}

export interface QuestionnairesModele {
  organisme_id: Generated<string>
  id: string
  genre: string
  titre: string
  contenu: Json
  anonyme: Generated<boolean>
  par_defaut: Generated<boolean>
  revision: Generated<number>
  retire_le: Nulle<Instant>
  cree_le: Instant
  modifie_le: Instant
  modifie_par: Nulle<string>
}

export interface QuestionnairesPublication {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  offre_id: string
  mesure: string
  libelle: string
  formule: string
  du: string
  au: string
  valeur_milliemes: number
  numerateur: number
  denominateur: number
  interroges: number
  repondants: number
  publiee_le: Instant
  retiree_le: Nulle<Instant>
}

export interface QuestionnairesReglage {
  organisme_id: Generated<string>
  automatiques: Generated<string[]>
  ecarts: Generated<Json>
  relances: number[]
  seuil_anonyme: number
  modifie_le: Instant
  modifie_par: Nulle<string>
}

export interface QuestionnairesReponse {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  campagne_id: string
  demande_id: Nulle<string>
  le: Nulle<string>
  recue_le: Nulle<Instant>
  voie: string
  alerte: Generated<boolean>
  par: Nulle<string>
  effacee_le: Nulle<Instant>
}

export interface QuestionnairesSuite {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  reponse_id: string
  genre: string
  le: string
  texte: string
  objet_id: Nulle<string>
  inscrite_le: Instant
  par: Nulle<string>
}

export interface QuestionnairesValeur {
  organisme_id: Generated<string>
  activite_id: string
  reponse_id: string
  campagne_id: string
  question: string
  rang: number
  code: Nulle<string>
  millemes: Nulle<number>
  texte: Nulle<string>
}

export interface QuestionnairesVersion {
  organisme_id: Generated<string>
  id: string
  source: string
  modele_id: Nulle<string>
  numero: number
  genre: string
  titre: string
  contenu: Json
  empreinte: Buffer
  figee_le: Instant
  figee_par: Nulle<string>
}

export interface SessionsAbonnement {
  organisme_id: Generated<string>
  id: string
  genre: string
  objet_id: string
  nom: string
  jeton: Buffer
  cree_par: string
  cree_le: Instant
  revoque_le: Nulle<Instant>
  lu_le: Nulle<Instant>
}

export interface SessionsAction {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  offre_id: string
  modalite: string
  lieu: string
  rythme: Generated<string>
  etablissement_id: Nulle<string>
  cree_le: Instant
}

export interface SessionsAffectation {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  seance_id: string
  personne_id: string
  compte_id: Nulle<string>
  minutes: number
  confiee_a_id: Nulle<string>
  cle: string
}

export interface SessionsAgenda {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  personne_id: string
  nom: string
  adresse: Nulle<Buffer>
  cree_par: string
  cree_le: Instant
  retire_le: Nulle<Instant>
  lu_le: Nulle<Instant>
  essaye_le: Nulle<Instant>
  echec: Nulle<string>
}

export interface SessionsCompteur {
  organisme_id: Generated<string>
  annee: number
  dernier: number
}

export interface SessionsOccupation {
  organisme_id: string
  seance_id: string
  genre: string
  ressource_id: string
  cle: string
  creneau: string
}

export interface SessionsOccupeDehors {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  agenda_id: string
  personne_id: string
  du: Instant
  au: Instant
  genre: string
}

export interface SessionsProvenance {
  organisme_id: Generated<string>
  activite_id: string
  cle: Buffer
  session_id: string
  importee_le: Instant
}

export interface SessionsSalle {
  organisme_id: Generated<string>
  id: string
  etablissement_id: string
  nom: string
  pli: string
  places: Nulle<number>
  fermee_le: Nulle<string>
  cree_le: Instant
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
  tenue: Generated<boolean>
  lieu: Nulle<string>
  reprise: Generated<boolean>
  cotraitant_id: Nulle<string>
  modalite: Nulle<string>
}

export interface SessionsSeanceSalle {
  organisme_id: Generated<string>
  activite_id: string
  seance_id: string
  salle_id: string
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
  action_id: Nulle<string>
  version_id: Nulle<string>
  modalite: Generated<string>
  lien_connexion: Nulle<string>
  prix_centimes: Nulle<number>
  effectif_min: Nulle<number>
  effectif_motif: Nulle<string>
  revision: Generated<number>
  pli: Generated<string>
  premier_jour: string
  dernier_jour: string
  reprise_id: Nulle<string>
  version_depuis: Nulle<Instant>
}

export interface StagiairesEtape {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  procedure_id: string
  rang: number
  genre: string
  le: string
  entretien_le: Nulle<string>
  entretien_minutes: Nulle<number>
  lieu: Generated<string>
  remise: Nulle<string>
  sanction: Nulle<string>
  jours: Nulle<number>
  texte: Nulle<Buffer>
  piece_id: Nulle<string>
  inscrite_le: Instant
  par: Nulle<string>
}

export interface StagiairesProcedure {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  session_id: string
  inscription_id: string
  griefs: Buffer
  presence: boolean
  conservatoire: Generated<boolean>
  ouverte_le: string
  inscrite_le: Instant
  par: Nulle<string>
}

export interface StagiairesScrutin {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  session_id: string
  genre: string
  tenu_le: string
  heure_minutes: number
  tours: number
  electeurs: number
  votants: number
  titulaire_id: Nulle<string>
  suppleant_id: Nulle<string>
  voix_titulaire: Nulle<number>
  voix_suppleant: Nulle<number>
  motif: Generated<string>
  piece_id: string
  inscrit_le: Instant
  par: Nulle<string>
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

export interface TiersContact {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  entreprise_id: string
  personne_id: string
  fonction: Nulle<string>
  peut_signer: Generated<boolean>
  cree_le: Instant
  retire_le: Nulle<Instant>
}

export interface TiersDistinction {
  organisme_id: Generated<string>
  activite_id: string
  premier_id: string
  second_id: string
  le: Instant
  par: Nulle<string>
}

export interface TiersEntreprise {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  nom: string
  siret: Nulle<string>
  pli: string
  cree_le: Instant
  siren: Nulle<string>
  nda: Nulle<string>
  adresse: Nulle<string>
  code_postal: Nulle<string>
  ville: Nulle<string>
  telephone: Nulle<string>
  courriel: Nulle<string>
  est_client: Generated<boolean>
  est_of: Generated<boolean>
  financeur_genre: Nulle<string>
}

export interface TiersFusion {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  garde_id: string
  absorbe_id: string
  le: Instant
  par: Nulle<string>
  defaite_le: Nulle<Instant>
  defaite_par: Nulle<string>
}

export interface TiersFusionEntreprise {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  garde_id: string
  absorbe_id: string
  le: Instant
  par: Nulle<string>
  defaite_le: Nulle<Instant>
  defaite_par: Nulle<string>
}

export interface TiersIntervenant {
  organisme_id: Generated<string>
  activite_id: string
  personne_id: string
  compte_id: Nulle<string>
  titres: Generated<string>
  rapport: Generated<string>
  cree_le: Instant
}

export interface TiersLectureCsv {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  genre: string
  nom_fichier: string
  entetes: Json
  colonnes: Json
  rapport: Nulle<Json>
  contenu: Nulle<Buffer>
  depose_le: Instant
  applique_le: Nulle<Instant>
}

export interface TiersMot {
  organisme_id: Generated<string>
  activite_id: string
  personne_id: string
  mot: string
  pli: string
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
  telephone: Nulle<string>
  adresse: Nulle<string>
  code_postal: Nulle<string>
  ville: Nulle<string>
  effacee_le: Nulle<Instant>
}

export interface TiersStagiaire {
  organisme_id: string | null
  personne_id: string | null
  session_id: string | null
  close_le: Instant | null
}

export interface TiersStatut {
  organisme_id: Generated<string>
  id: string
  activite_id: string
  personne_id: string
  du: string
  au: Nulle<string>
  statut: string
  entreprise_id: Nulle<string>
  cree_le: Instant
}

export interface DB {
  'app.famille': AppFamille
  'app.migration': AppMigration
  'app.porte': AppPorte
  'bpf.charge_reprise': BpfChargeReprise
  'bpf.depot': BpfDepot
  'bpf.exercice': BpfExercice
  'bpf.fiche_reprise': BpfFicheReprise
  'bpf.intervention_reprise': BpfInterventionReprise
  'bpf.presence_reprise': BpfPresenceReprise
  'bpf.produit_repris': BpfProduitRepris
  'bpf.recopie': BpfRecopie
  'bpf.reprise': BpfReprise
  'bpf.seance_reprise': BpfSeanceReprise
  'cae.visa': CaeVisa
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
  'controles.conge': ControlesConge
  'controles.constat': ControlesConstat
  'controles.envoi': ControlesEnvoi
  'controles.jugement': ControlesJugement
  'controles.passage': ControlesPassage
  'controles.reglage': ControlesReglage
  'documents.compteur': DocumentsCompteur
  'documents.conditions': DocumentsConditions
  'documents.demande': DocumentsDemande
  'documents.exemplaire': DocumentsExemplaire
  'documents.piece': DocumentsPiece
  'documents.signature': DocumentsSignature
  'documents.signature_privee': DocumentsSignaturePrivee
  'donnees.archive': DonneesArchive
  'donnees.demande': DonneesDemande
  'donnees.effacement': DonneesEffacement
  'donnees.lecture': DonneesLecture
  'donnees.passage': DonneesPassage
  'donnees.reglage': DonneesReglage
  'donnees.regle': DonneesRegle
  'donnees.suspension': DonneesSuspension
  'donnees.traitement': DonneesTraitement
  'emargement.absence': EmargementAbsence
  'emargement.activite_prevue': EmargementActivitePrevue
  'emargement.appareil': EmargementAppareil
  'emargement.certificat': EmargementCertificat
  'emargement.cloture': EmargementCloture
  'emargement.connexion': EmargementConnexion
  'emargement.contreseing': EmargementContreseing
  'emargement.contresignature': EmargementContresignature
  'emargement.element_probant': EmargementElementProbant
  'emargement.emport': EmargementEmport
  'emargement.hors_ligne': EmargementHorsLigne
  'emargement.invitation': EmargementInvitation
  'emargement.jalon': EmargementJalon
  'emargement.jalon_garde': EmargementJalonGarde
  'emargement.liste_connexion': EmargementListeConnexion
  'emargement.maillon': EmargementMaillon
  'emargement.prive': EmargementPrive
  'emargement.rapprochement': EmargementRapprochement
  'emargement.rectification': EmargementRectification
  'emargement.signature': EmargementSignature
  'emargement.tablette': EmargementTablette
  'emargement.temoin': EmargementTemoin
  'espaces.acces': EspacesAcces
  'etapes.adresse': EtapesAdresse
  'etapes.armement': EtapesArmement
  'etapes.arret': EtapesArret
  'etapes.avis': EtapesAvis
  'etapes.cadence': EtapesCadence
  'etapes.desabonnement': EtapesDesabonnement
  'etapes.ecrit': EtapesEcrit
  'etapes.ecrit_personne': EtapesEcritPersonne
  'etapes.empechement': EtapesEmpechement
  'etapes.envoi': EtapesEnvoi
  'etapes.message': EtapesMessage
  'etapes.propre': EtapesPropre
  'etapes.reglage': EtapesReglage
  'etapes.resume': EtapesResume
  'facturation.affectation': FacturationAffectation
  'facturation.charge': FacturationCharge
  'facturation.ecriture': FacturationEcriture
  'facturation.envoi': FacturationEnvoi
  'facturation.exercice': FacturationExercice
  'facturation.facture': FacturationFacture
  'facturation.heures': FacturationHeures
  'facturation.imputation': FacturationImputation
  'facturation.ligne': FacturationLigne
  'facturation.mouvement': FacturationMouvement
  'facturation.produit': FacturationProduit
  'facturation.projet': FacturationProjet
  'facturation.projet_heures': FacturationProjetHeures
  'facturation.projet_ligne': FacturationProjetLigne
  'facturation.reglage': FacturationReglage
  'facturation.reglement': FacturationReglement
  'facturation.relance': FacturationRelance
  'facturation.releve': FacturationReleve
  'facturation.visa': FacturationVisa
  'inscriptions.avis': InscriptionsAvis
  'inscriptions.dossier': InscriptionsDossier
  'inscriptions.echeance': InscriptionsEcheance
  'inscriptions.financement': InscriptionsFinancement
  'inscriptions.inscription': InscriptionsInscription
  'inscriptions.remise': InscriptionsRemise
  'journal.geste': JournalGeste
  'organisme.activite': OrganismeActivite
  'organisme.etablissement': OrganismeEtablissement
  'organisme.organisme': OrganismeOrganisme
  'organisme.signataire': OrganismeSignataire
  'plateforme.brouillon': PlateformeBrouillon
  'plateforme.courriel': PlateformeCourriel
  'plateforme.fichier': PlateformeFichier
  'plateforme.horloge_libre': PlateformeHorlogeLibre
  'plateforme.limite': PlateformeLimite
  'plateforme.temoin': PlateformeTemoin
  'pole.abonne': PoleAbonne
  'pole.acces': PoleAcces
  'pole.adhesion': PoleAdhesion
  'pole.amendement': PoleAmendement
  'pole.avis': PoleAvis
  'pole.creneau': PoleCreneau
  'pole.decision': PoleDecision
  'pole.dossier': PoleDossier
  'pole.electeur': PoleElecteur
  'pole.engagement': PoleEngagement
  'pole.enjeu': PoleEnjeu
  'pole.envoi': PoleEnvoi
  'pole.groupe': PoleGroupe
  'pole.livrable': PoleLivrable
  'pole.livrable_version': PoleLivrableVersion
  'pole.mandat': PoleMandat
  'pole.participant': PoleParticipant
  'pole.pesee': PolePesee
  'pole.point': PolePoint
  'pole.pole': PolePole
  'pole.presence': PolePresence
  'pole.propos': PolePropos
  'pole.proposition': PoleProposition
  'pole.rangement': PoleRangement
  'pole.reglage': PoleReglage
  'pole.relecture': PoleRelecture
  'pole.reponse': PoleReponse
  'pole.retour': PoleRetour
  'pole.reunion': PoleReunion
  'pole.soutien': PoleSoutien
  'pole.theme': PoleTheme
  'pole.veille': PoleVeille
  'pole.voix': PoleVoix
  'portail.abonnement': PortailAbonnement
  'portail.actualite': PortailActualite
  'portail.actualite_version': PortailActualiteVersion
  'portail.candidature': PortailCandidature
  'portail.compteur': PortailCompteur
  'portail.delegue': PortailDelegue
  'portail.demande': PortailDemande
  'portail.fiche': PortailFiche
  'portail.image': PortailImage
  'portail.image_importee': PortailImageImportee
  'portail.importation': PortailImportation
  'portail.lettre': PortailLettre
  'portail.logo': PortailLogo
  'portail.mention': PortailMention
  'portail.parution': PortailParution
  'portail.remise': PortailRemise
  'porte.secret': PorteSecret
  'qualite.affaire': QualiteAffaire
  'qualite.audit': QualiteAudit
  'qualite.audit_action': QualiteAuditAction
  'qualite.audit_cloture': QualiteAuditCloture
  'qualite.audit_constat': QualiteAuditConstat
  'qualite.audit_gel': QualiteAuditGel
  'qualite.audit_graine': QualiteAuditGraine
  'qualite.audit_lecture': QualiteAuditLecture
  'qualite.audit_mission': QualiteAuditMission
  'qualite.audit_ouverture': QualiteAuditOuverture
  'qualite.audit_photo': QualiteAuditPhoto
  'qualite.audit_piece': QualiteAuditPiece
  'qualite.cadre': QualiteCadre
  'qualite.entree': QualiteEntree
  'qualite.jointe': QualiteJointe
  'qualite.jointe_retrait': QualiteJointeRetrait
  'qualite.jugement': QualiteJugement
  'qualite.lecture': QualiteLecture
  'qualite.registre': QualiteRegistre
  'qualite.suite': QualiteSuite
  'qualite.suivi': QualiteSuivi
  'questionnaires.brouillon': QuestionnairesBrouillon
  'questionnaires.campagne': QuestionnairesCampagne
  'questionnaires.demande': QuestionnairesDemande
  'questionnaires.envoi': QuestionnairesEnvoi
  'questionnaires.modele': QuestionnairesModele
  'questionnaires.publication': QuestionnairesPublication
  'questionnaires.reglage': QuestionnairesReglage
  'questionnaires.reponse': QuestionnairesReponse
  'questionnaires.suite': QuestionnairesSuite
  'questionnaires.valeur': QuestionnairesValeur
  'questionnaires.version': QuestionnairesVersion
  'sessions.abonnement': SessionsAbonnement
  'sessions.action': SessionsAction
  'sessions.affectation': SessionsAffectation
  'sessions.agenda': SessionsAgenda
  'sessions.compteur': SessionsCompteur
  'sessions.occupation': SessionsOccupation
  'sessions.occupe_dehors': SessionsOccupeDehors
  'sessions.provenance': SessionsProvenance
  'sessions.salle': SessionsSalle
  'sessions.seance': SessionsSeance
  'sessions.seance_salle': SessionsSeanceSalle
  'sessions.session': SessionsSession
  'stagiaires.etape': StagiairesEtape
  'stagiaires.procedure': StagiairesProcedure
  'stagiaires.scrutin': StagiairesScrutin
  'support.session': SupportSession
  'support.trace': SupportTrace
  'tiers.contact': TiersContact
  'tiers.distinction': TiersDistinction
  'tiers.entreprise': TiersEntreprise
  'tiers.fusion': TiersFusion
  'tiers.fusion_entreprise': TiersFusionEntreprise
  'tiers.intervenant': TiersIntervenant
  'tiers.lecture_csv': TiersLectureCsv
  'tiers.mot': TiersMot
  'tiers.personne': TiersPersonne
  'tiers.stagiaire': TiersStagiaire
  'tiers.statut': TiersStatut
}
