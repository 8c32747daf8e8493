import { type DateCivile, dateCivile } from '#kernel/dates.ts'
import { centimes } from '#kernel/montant.ts'
import type { Contenu } from '../domain/contenu.ts'

const jour = (t: string): DateCivile => {
  const lu = dateCivile(t)
  if (!lu) throw new Error(t)
  return lu
}

/** Une offre où tout est dû et tout est écrit : certifiante, en partie à distance, avec des résultats. */
export const contenuComplet: Contenu = {
  intitule: 'Conduire un entretien de conseil',
  objectif: 'Mener un entretien de conseil de bout en bout.',
  objectifs: ['Préparer un entretien', 'Reformuler une demande', 'Conclure par un plan d’action'],
  resultats: 'Un entretien mené devant un jury.',
  contenu: 'Préparer\nÉcouter\nReformuler\nConclure',
  publicVise: 'Toute personne qui conseille dans son métier.',
  prerequis: 'Aucun.',
  methodes: 'Mises en situation filmées.',
  moyensTechniques: 'Une salle, une caméra, une plateforme en ligne.',
  encadrement: 'Deux personnes pour douze stagiaires au plus.',
  formateurs: 'Psychologues du travail, dix ans de conseil.',
  suivi: 'Émargement par demi-journée, point à mi-parcours.',
  evaluation: 'Étude de cas et entretien devant un jury.',
  sanction: 'Certification, et attestation de fin de formation.',
  acces: 'Entretien préalable.',
  delaiAcces: 'Deux semaines après l’accord.',
  prix: centimes(140_000),
  financement: 'CPF, OPCO, employeur, à ses frais.',
  contact: 'Nadia Ferhat, accueil',
  contactCourriel: 'accueil@langue-et-lien.example',
  contactTelephone: '04 76 00 00 00',
  accessibilite: 'Locaux de plain-pied, supports agrandis sur demande.',
  referentHandicap: 'Léo Marchand, 04 76 00 00 01',
  sansResultat: false,
  indicateurs: 'Satisfaction : 4,6 sur 5.',
  indicateursBase: '47 réponses sur 52, de janvier à décembre 2025, moyenne des notes.',
  certifiante: true,
  certification: 'RNCP40344',
  certLibelle: 'Titre professionnel Conseiller en insertion',
  certificateur: 'Ministère du travail',
  certDu: jour('2025-03-22'),
  certAu: jour('2030-03-21'),
  certBlocs: ['RNCP40344BC01 Conduire un entretien'],
  certPasserelles: 'Aucune.',
  certDebouches: 'Conseil, accompagnement, licence.',
  certResultats: '91 % d’obtention, 80 % en emploi à six mois.',
  foadActivites: 'Lectures et quiz.',
  foadDuree: '6 h de modules.',
  foadAssistance: 'Par courriel, sous un jour ouvré, par l’équipe pédagogique.',
  modalite: 'mixte',
  duree: 1_260,
  dureeTexte: '',
  nsf: ['332'],
  formacodes: ['44028'],
  rome: ['K1801'],
  f3: 'a',
  niveauF3: '5',
}

/** La même, sans certification ni distance : le moins qu’une fiche puisse dire. */
export const contenuSimple: Contenu = {
  ...contenuComplet,
  intitule: 'Conduire une réunion en anglais',
  certifiante: false,
  certification: null,
  certLibelle: '',
  certificateur: '',
  certDu: null,
  certAu: null,
  certBlocs: [],
  certPasserelles: '',
  certDebouches: '',
  certResultats: '',
  foadActivites: '',
  foadDuree: '',
  foadAssistance: '',
  modalite: 'presentiel',
  sansResultat: true,
  indicateurs: '',
  indicateursBase: '',
  nsf: ['136'],
  f3: 'd',
  niveauF3: null,
}
