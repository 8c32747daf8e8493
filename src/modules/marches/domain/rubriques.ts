/**
 * Les rubriques des formulaires de candidature, dans nos mots. Versions décrites : DC1 et ATTRI1 du 01/04/2019, DC2 du 21/11/2023, DC4 du
 * 12/10/2023 ; une mise à jour du DC1, du 18/02/2025, n’a pas été lue. Le formulaire officiel n’a pas été ouvert : à vérifier avant tout dépôt.
 */
export type CodeDeFormulaire =
  | 'dc1'
  | 'dc2'
  | 'habilitation'
  | 'dc4'
  | 'dc4-special'
  | 'dc4-modificatif'
  | 'attri1'
  | 'repartition'
const rubriquesDuDc4 = {
  A: 'Acheteur',
  B: 'Objet du marché',
  C: 'Objet de la déclaration',
  D: 'Titulaire',
  E: 'Sous-traitant',
  F: 'Prestations sous-traitées',
  G: 'Prix des prestations sous-traitées',
  H: 'Conditions de paiement',
  I: 'Durée du marché',
  J: 'Capacités du sous-traitant',
  K: 'Attestation sur les exclusions',
  L: 'Cession ou nantissement de créances',
  M: 'Acceptation et signatures',
} as const
const versionDuDc4 = 'rubriques du DC4 du 12 octobre 2023'
export const formulaires = {
  dc1: {
    titre: 'DC1, lettre de candidature',
    version: 'rubriques du DC1 du 1er avril 2019',
    par: 'groupement',
    rubriques: {
      A: 'Acheteur',
      B: 'Objet de la consultation',
      C: 'Objet de la candidature',
      D: 'Présentation du candidat',
      E: 'Membres du groupement et répartition',
      F: 'Engagements de chaque membre',
      G: 'Désignation du mandataire',
    },
  },
  dc2: {
    titre: 'DC2, déclaration du candidat',
    version: 'rubriques du DC2 du 21 novembre 2023',
    par: 'membre',
    rubriques: {
      A: 'Acheteur',
      B: 'Objet de la consultation',
      C1: 'Identification',
      C2: 'Marchés réservés',
      C3: 'Liste d’opérateurs agréés',
      E1: 'Registre professionnel',
      E2: 'Autorisation exigée pour l’activité',
      E3: 'Preuves en ligne de l’aptitude',
      F1: 'Chiffre d’affaires des trois derniers exercices',
      F2: 'Autres capacités économiques',
      F3: 'Assurance décennale',
      F4: 'Preuves en ligne de la capacité économique',
      G1: 'Capacités techniques',
      G2: 'Preuves en ligne des capacités techniques',
      H: 'Opérateurs dont on emprunte la capacité',
      I: 'Défense et sécurité',
    },
  },
  habilitation: {
    titre: 'Habilitation du mandataire',
    version: 'acte libre : le DC1 désigne le mandataire, et ne vaut pas pouvoir',
    par: 'membre-sauf-mandataire',
    rubriques: { 1: 'Qui habilite', 2: 'Le mandataire', 3: 'L’étendue', 4: 'Signature' },
  },
  dc4: {
    titre: 'DC4, déclaration de sous-traitance',
    version: versionDuDc4,
    par: 'membre-sauf-mandataire',
    rubriques: rubriquesDuDc4,
  },
  'dc4-special': {
    titre: 'DC4, acte spécial de sous-traitance',
    version: versionDuDc4,
    par: 'membre-sauf-mandataire',
    rubriques: rubriquesDuDc4,
  },
  'dc4-modificatif': {
    titre: 'DC4, acte spécial modificatif',
    version: versionDuDc4,
    par: 'membre-sauf-mandataire',
    rubriques: rubriquesDuDc4,
  },
  attri1: {
    titre: 'Acte d’engagement',
    version: 'rubriques de l’ATTRI1 du 1er avril 2019 ; le modèle que joint l’acheteur passe avant',
    par: 'groupement',
    rubriques: {
      A: 'Objet',
      B1: 'Engagement et prix',
      B2: 'Nature du groupement et répartition',
      B3: 'Comptes à créditer',
      B4: 'Avance',
      B5: 'Durée',
      C1: 'Signature de chaque membre',
      C2: 'Signature du groupement',
      D: 'Acheteur',
    },
  },
  repartition: {
    titre: 'Annexe de répartition à l’acte d’engagement',
    version: 'rubriques B2 et B3 de l’ATTRI1 du 1er avril 2019',
    par: 'groupement',
    rubriques: { B2: 'Nature du groupement et répartition', B3: 'Comptes à créditer' },
  },
} as const satisfies Record<
  CodeDeFormulaire,
  { titre: string; version: string; par: string; rubriques: Record<string, string> }
>

/** Ce qui ne se déclare qu’une fois le marché attribué : l’offre remise, une sous-traitance passe par un acte spécial, qu’un autre modifie. */
export const apresAttribution: readonly CodeDeFormulaire[] = ['dc4-special', 'dc4-modificatif']
/** Les papiers d’une réponse en sous-traitance, et ceux des autres formes. */
export const papiersDeLaForme = (sousTraitance: boolean): readonly CodeDeFormulaire[] =>
  sousTraitance
    ? ['dc1', 'dc2', 'dc4', ...apresAttribution, 'attri1']
    : ['dc1', 'dc2', 'habilitation', 'attri1', 'repartition']
