import type { Indicateur } from '../indicateur.ts'

/** Critère 5 : Qualifier les personnels et développer leurs compétences. */
export const competences: readonly Indicateur[] = [
  {
    numero: 21,
    critere: 5,
    intitule: 'Compétences des intervenants',
    attendu:
      'Les compétences nécessaires sont définies avant la prestation, adaptées, et l’organisme vérifie que chaque intervenant, interne ou externe, les possède.',
    categories: ['AF', 'CBC', 'VAE', 'CFA'],
    specifique: false,
    conditions: [],
    condition: null,
    gradable: false,
    preuves: [
      'CV à jour, diplômes, certifications',
      'Fiche de compétences requises par formation',
      'Grille de sélection et d’intégration',
      'Observation ou évaluation d’animation',
    ],
    sousTraitance: 'oui',
    precisions: {
      VAE: 'Accompagnateurs formés à l’analyse des référentiels.',
      CBC: 'Habilitations aux tests.',
    },
  },
  {
    numero: 22,
    critere: 5,
    intitule: 'Développement des compétences des salariés',
    attendu:
      'L’organisme entretient et développe les compétences de l’ensemble de son personnel par des leviers variés ; un indépendant montre sa propre formation continue.',
    categories: ['AF', 'CBC', 'VAE', 'CFA'],
    specifique: false,
    conditions: [],
    condition: null,
    gradable: false,
    preuves: [
      'Plan de développement des compétences, entretiens professionnels',
      'Attestations de formations suivies',
      'Groupes d’échange de pratiques, communauté de pairs',
    ],
    sousTraitance: 'oui',
    nouveauxEntrants: 'Audit initial : processus écrit ; vérifié à la surveillance.',
  },
]
