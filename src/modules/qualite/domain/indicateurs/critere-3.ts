import type { Indicateur } from '../indicateur.ts'

/** Critère 3 : Adapter l’accueil, l’accompagnement, le suivi et l’évaluation aux publics. */
export const accueil: readonly Indicateur[] = [
  {
    numero: 9,
    critere: 3,
    intitule: 'Information sur le déroulement',
    attendu:
      'Avant l’entrée, les bénéficiaires reçoivent les conditions de déroulement : horaires, lieu ou accès à distance, règlement intérieur, contacts, référents, aspects pratiques.',
    categories: ['AF', 'CBC', 'VAE', 'CFA'],
    specifique: false,
    conditions: [],
    condition: null,
    gradable: true,
    preuves: [
      'Convocation envoyée',
      'Livret d’accueil, règlement intérieur',
      'Mode d’emploi de la plateforme et contacts d’assistance',
    ],
    sousTraitance: 'selon-missions',
    sousTraitanceNote: 'Apprécié selon les missions écrites au contrat.',
    seuil: 'Mineure : information incomplète.',
    precisions: {
      CBC: 'Rappeler consentement et confidentialité (L. 6313-4).',
      mineurs: 'Information aussi des responsables légaux.',
    },
    doute: '« informe sur les » au lieu de « informe des » : forme seulement.',
  },
  {
    numero: 10,
    critere: 3,
    intitule: 'Adaptation, accompagnement et suivi',
    attendu:
      'La prestation, l’accompagnement et le suivi sont réellement menés et adaptés aux personnes quand l’analyse du besoin le demande.',
    categories: ['AF', 'CBC', 'VAE', 'CFA'],
    specifique: false,
    conditions: [],
    condition: null,
    gradable: false,
    preuves: [
      'Emplois du temps, groupes de niveau, entretiens de suivi',
      'Journal d’accompagnement, échanges tutorés',
      'Aménagements handicap mis en œuvre',
    ],
    sousTraitance: 'oui',
    precisions: {
      CFA: 'Missions 1°, 2° et 11° de L. 6231-2.',
      VAE: 'Phases individuelles et collectives ajustées.',
      CBC: 'Convention : durée, coût, planning, trois étapes, moyens.',
    },
  },
  {
    numero: 11,
    critere: 3,
    intitule: 'Évaluation de l’atteinte des objectifs',
    attendu:
      'Un processus d’évaluation formalisé mesure, pour chaque bénéficiaire, l’atteinte des objectifs en cours et en fin de prestation.',
    categories: ['AF', 'CBC', 'VAE', 'CFA'],
    specifique: false,
    conditions: [],
    condition: null,
    gradable: false,
    preuves: [
      'Grilles ou quiz d’évaluation des acquis remplis',
      'Bilan final, attestation mentionnant les acquis',
      'Livret de compétences, résultats d’examen',
    ],
    sousTraitance: 'oui',
    nouveauxEntrants:
      'Audit initial : le processus et ses outils sont écrits ; la pratique est vérifiée à la surveillance.',
    precisions: { VAE: 'Dossier de suivi de la progression du candidat.' },
  },
  {
    numero: 12,
    critere: 3,
    intitule: 'Engagement et prévention des ruptures',
    attendu: 'Des mesures décrites et appliquées soutiennent l’engagement et préviennent les abandons.',
    categories: ['AF', 'CBC', 'VAE', 'CFA'],
    specifique: false,
    conditions: [],
    condition: 'Prestations de plus de deux jours.',
    gradable: true,
    preuves: [
      'Procédure absences / abandons et relances réellement faites',
      'Variété pédagogique, entretiens, espaces d’échange',
    ],
    sousTraitance: 'oui',
    seuil: 'Mineure : mesures définies mais appliquées en partie.',
    doute:
      'Le seuil de deux jours vient du guide V9. Le guide V10 n’a pas été lu : la partie « violences » est attendue de toutes les actions, par prudence.',
    precisions: {
      CFA: 'Missions 5°, 6° et 13° de L. 6231-2 (difficultés sociales, réorientation, recherche d’une autre entreprise).',
    },
    en2026: {
      intitule: 'Engagement, prévention des ruptures et des violences',
      ajout: 'Prévention et traitement des violences, du harcèlement et des discriminations.',
      attendu:
        'Des mesures décrites et appliquées soutiennent l’engagement et préviennent les abandons. L’organisme prévient et traite toute violence (dont sexiste et sexuelle), tout harcèlement et toute discrimination pendant la formation.',
      condition:
        'Guide V9 : partie « engagement et ruptures » pour les prestations de plus de 2 jours. La partie « violences » de 2026 est à tenir pour toutes (le guide V10 n’a pas été vu).',
      preuves: [
        'Procédure de signalement : interlocuteur, délais, protection, orientation',
        'Preuve que les bénéficiaires en sont informés ; registre des signalements',
      ],
    },
  },
  {
    numero: 13,
    critere: 3,
    intitule: 'Coordination centre-entreprise en alternance',
    attendu:
      'En alternance, l’organisme prévoit avec l’apprenant et l’entreprise les missions à court, moyen et long terme et organise la progression entre centre et entreprise.',
    categories: ['AF', 'CFA'],
    specifique: true,
    conditions: ['alternance'],
    condition: 'Formations en alternance (contrats de professionnalisation ou d’apprentissage).',
    gradable: true,
    preuves: [
      'Livret de liaison',
      'Comptes rendus de visites et d’échanges avec tuteurs',
      'Planning d’alternance et progression',
    ],
    sousTraitance: 'selon-missions',
    sousTraitanceNote: 'Apprécié selon les missions écrites au contrat.',
    nouveauxEntrants:
      'Audit initial : processus d’articulation formalisé ; pratique vérifiée à la surveillance.',
    seuil: 'Mineure : processus appliqués en partie.',
  },
  {
    numero: 14,
    critere: 3,
    intitule: 'Accompagnement social, éducatif et citoyen des apprentis',
    attendu: 'Le CFA met en œuvre un accompagnement socioprofessionnel, éducatif et citoyen.',
    categories: ['CFA'],
    specifique: true,
    conditions: [],
    condition: 'Apprentissage.',
    gradable: false,
    preuves: ['Projets et ateliers menés', 'Partenaires sociaux, aides'],
    sousTraitance: 'non-precise',
    nouveauxEntrants: 'Audit initial : accompagnement formalisé ; pratique vérifiée à la surveillance.',
    en2026: {
      ajout:
        'Procédure de traitement sans délai des situations de rupture (difficultés, violences, discriminations).',
      attendu:
        'Le CFA met en œuvre un accompagnement socioprofessionnel, éducatif et citoyen, et dispose d’une procédure pour traiter sans délai les ruptures liées à des difficultés, violences ou discriminations, en centre ou en entreprise.',
      preuves: ['Procédure d’urgence rupture et cas traités'],
    },
  },
  {
    numero: 15,
    critere: 3,
    intitule: 'Droits et devoirs des apprentis, santé, sécurité',
    attendu:
      'Les apprentis connaissent leurs droits et devoirs, et les règles de santé et de sécurité au travail.',
    categories: ['CFA'],
    specifique: true,
    conditions: [],
    condition: 'Apprentissage.',
    gradable: false,
    preuves: ['Livret d’accueil, règlement du CFA', 'Émargement de la séance d’information'],
    sousTraitance: 'non-precise',
    en2026: {
      intitule: 'Droits et devoirs des apprentis, santé, sécurité, signalement',
      ajout:
        'Information renforcée pour les mineurs, dispositifs de signalement, médiateur, signalement à l’inspection du travail.',
      attendu:
        'Les apprentis connaissent leurs droits et devoirs, les règles de santé-sécurité (plus encore s’ils sont mineurs), les dispositifs et interlocuteurs de signalement, et le médiateur de l’apprentissage. Le CFA signale les dysfonctionnements à l’inspection du travail.',
      preuves: ['Coordonnées du médiateur remises', 'Signalements transmis'],
    },
  },
  {
    numero: 16,
    critere: 3,
    intitule: 'Présentation à la certification',
    attendu:
      'L’organisme respecte les règles formelles du certificateur pour présenter ses candidats, ou oriente vers l’évaluateur.',
    categories: ['AF', 'VAE', 'CFA'],
    specifique: true,
    conditions: ['certification'],
    condition: 'Prestations conduisant à une certification professionnelle.',
    gradable: false,
    preuves: [
      'Inscription à la session d’examen',
      'Règlement d’examen, procès-verbaux',
      'Habilitation à évaluer',
      'Aménagements d’épreuves',
    ],
    sousTraitance: 'selon-missions',
    sousTraitanceNote: 'Apprécié selon les missions écrites au contrat.',
    precisions: { VAE: 'Prouver que conditions et calendriers de jury ont été demandés au certificateur.' },
  },
]
