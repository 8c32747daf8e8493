import type { Indicateur } from '../indicateur.ts'

/** Critère 7 : Recueillir et prendre en compte appréciations et réclamations. */
export const appreciations: readonly Indicateur[] = [
  {
    numero: 30,
    critere: 7,
    intitule: 'Recueil des appréciations',
    attendu:
      'L’organisme recueille, à un rythme utile et avec relances, les appréciations des bénéficiaires, des équipes pédagogiques, des entreprises et des financeurs.',
    categories: ['AF', 'CBC', 'VAE', 'CFA'],
    specifique: false,
    conditions: [],
    condition: null,
    gradable: true,
    preuves: [
      'Questionnaires à chaud et à froid',
      'Enquête entreprise, enquête équipe',
      'Sollicitation annuelle des financeurs ou participation à leurs réunions',
    ],
    sousTraitance: 'adapte',
    sousTraitanceNote: 'Le sous-traitant recueille l’avis des bénéficiaires et du donneur d’ordre.',
    seuil: 'Mineure : une partie prenante n’est pas sollicitée.',
    precisions: { CBC: 'Bénéficiaires et équipes seulement ; avis en fin de bilan et à 6 mois.' },
    en2026: {
      ajout: 'Financeurs « le cas échéant » ; rédaction ajustée.',
      attendu:
        'L’organisme sollicite à un rythme utile, avec relances et libre expression, les bénéficiaires, les équipes pédagogiques, les entreprises et, le cas échéant, les financeurs.',
    },
  },
  {
    numero: 31,
    critere: 7,
    intitule: 'Difficultés, réclamations et aléas',
    attendu:
      'Une procédure existe et s’applique pour traiter les difficultés, les réclamations et les aléas de toutes les parties prenantes.',
    categories: ['AF', 'CBC', 'VAE', 'CFA'],
    specifique: false,
    conditions: [],
    condition: null,
    gradable: false,
    preuves: [
      'Procédure publique de réclamation',
      'Registre : accusé, réponse, délai',
      'Traces d’aléas gérés (formateur absent, panne)',
    ],
    sousTraitance: 'oui',
    en2026: { ajout: 'Retouche de forme.' },
    doute: 'Retouche de forme seulement.',
  },
  {
    numero: 32,
    critere: 7,
    intitule: 'Amélioration continue',
    attendu: 'L’organisme analyse appréciations et réclamations, et en tire des actions suivies.',
    categories: ['AF', 'CBC', 'VAE', 'CFA'],
    specifique: false,
    conditions: [],
    condition: null,
    gradable: false,
    preuves: ['Plan d’amélioration : origine, responsable, échéance, effet', 'Revue qualité annuelle'],
    sousTraitance: 'oui',
    nouveauxEntrants: 'Audit initial : processus écrit ; pratique vérifiée à la surveillance.',
    en2026: {
      intitule: 'Amélioration continue et analyse des risques',
      ajout: 'Analyse des risques sur la qualité des formations.',
      attendu:
        'L’organisme analyse appréciations et réclamations, en tire des actions suivies, et analyse les risques qui pèsent sur la qualité de ses formations.',
      preuves: ['Registre des risques : cause, niveau, mesure, suivi'],
    },
  },
  {
    numero: 33,
    critere: 7,
    intitule: 'Évaluation des enseignements par les apprentis',
    attendu:
      'Un dispositif, distinct de l’enquête de satisfaction, fait évaluer contenus et enseignements par les apprenants ; les résultats sont partagés avec les équipes, mènent à une démarche d’amélioration écrite, dont l’efficacité est mesurée.',
    categories: ['CFA'],
    specifique: true,
    conditions: [],
    condition: 'Apprentissage. En vigueur depuis le 1er novembre 2026.',
    gradable: true,
    preuves: [
      'Questionnaire propre aux enseignements, par module ou matière',
      'Compte rendu de partage avec l’équipe',
      'Plan d’amélioration et mesure de l’effet',
    ],
    sousTraitance: 'non-precise',
    seuil:
      'Non précisé : gradable par la règle résiduelle de l’article 5 de l’arrêté du 6 juin 2019 (le 33 n’est pas dans la liste « majeures seulement ») ; à confirmer.',
    depuis: '2026-728',
    doute: 'Gravité déduite de la règle résiduelle de l’arrêté.',
  },
]
