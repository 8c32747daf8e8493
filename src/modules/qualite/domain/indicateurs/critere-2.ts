import type { Indicateur } from '../indicateur.ts'

/** Critère 2 : Définir les objectifs et adapter les prestations aux publics dès la conception. */
export const conception: readonly Indicateur[] = [
  {
    numero: 4,
    critere: 2,
    intitule: 'Analyse du besoin du bénéficiaire',
    attendu:
      'Avant ou au début de la prestation, l’organisme recueille et analyse le besoin de la personne, en lien avec l’entreprise ou le financeur, et s’en sert.',
    categories: ['AF', 'CBC', 'VAE', 'CFA'],
    specifique: false,
    conditions: [],
    condition: null,
    gradable: false,
    preuves: [
      'Questionnaire ou compte rendu d’entretien préalable',
      'Cahier des charges de l’entreprise',
      'Grille d’analyse, critères d’opportunité et de faisabilité',
    ],
    sousTraitance: 'oui',
    sousTraitanceNote:
      'Si l’analyse revient au donneur d’ordre, le sous-traitant montre qu’il en tient compte.',
    precisions: {
      CFA: 'Analyse avant la signature du contrat, avec contrôle de l’adéquation des missions de l’entreprise au diplôme.',
      CBC: 'L’outil de phase préliminaire débouche sur un programme construit avec la personne.',
      VAE: 'La contractualisation décrit méthode, modalités et échéancier.',
      handicap: 'Prise en compte des besoins de compensation.',
    },
  },
  {
    numero: 5,
    critere: 2,
    intitule: 'Objectifs opérationnels et évaluables',
    attendu: 'Chaque prestation a des objectifs précis, observables et mesurables, que l’on pourra évaluer.',
    categories: ['AF', 'CBC', 'VAE', 'CFA'],
    specifique: false,
    conditions: [],
    condition: null,
    gradable: false,
    preuves: [
      'Programme avec objectifs écrits en verbes d’action',
      'Convention ou contrat reprenant les objectifs',
      'Référentiel de la certification',
    ],
    sousTraitance: 'adapte',
    sousTraitanceNote:
      'Le sous-traitant montre qu’il tient compte des objectifs fixés par le donneur d’ordre.',
    precisions: {
      CFA: 'Exprimés en compétences, capacités ou certifications visées.',
      CBC: 'Objectifs codéfinis en phase préliminaire.',
      VAE: 'Accompagnement contractualisé avec engagements réciproques.',
      certifiantes: 'Conformes aux objectifs de la certification.',
    },
  },
  {
    numero: 6,
    critere: 2,
    intitule: 'Contenus et modalités adaptés',
    attendu:
      'Les contenus, la durée, les méthodes et les modalités sont construits pour atteindre les objectifs avec le public visé.',
    categories: ['AF', 'CBC', 'VAE', 'CFA'],
    specifique: false,
    conditions: [],
    condition: null,
    gradable: false,
    preuves: [
      'Déroulé pédagogique',
      'Programme, calendrier, modalités présentiel / distance',
      'Grilles d’évaluation',
      'Pistes d’adaptation pour personnes en situation de handicap',
    ],
    sousTraitance: 'oui',
    precisions: { certifiantes: 'Cohérence démontrée avec le référentiel RNCP/RS.' },
  },
  {
    numero: 7,
    critere: 2,
    intitule: 'Contenus conformes à la certification visée',
    attendu:
      'Le contenu couvre les exigences (activités, compétences, évaluation) de la certification préparée.',
    categories: ['AF', 'CFA'],
    specifique: true,
    conditions: ['certification'],
    condition: 'Prestations conduisant à une certification professionnelle.',
    gradable: false,
    preuves: [
      'Tableau croisé séquences / compétences / épreuves',
      'Habilitation ou convention avec le certificateur, en cours de validité',
      'Capture de la fiche France compétences à la date d’entrée',
    ],
    sousTraitance: 'selon-missions',
    sousTraitanceNote: 'Apprécié selon les missions écrites au contrat ; sans contrat, audité en entier.',
    en2026: {
      ajout: 'Preuve de la capacité à assurer la certification, y compris en qualité d’organisme habilité.',
      attendu:
        'Le contenu couvre les exigences (activités, compétences, évaluation) de la certification préparée et l’organisme prouve qu’il a la capacité, donc l’habilitation, de l’assurer.',
    },
  },
  {
    numero: 8,
    critere: 2,
    intitule: 'Positionnement et acquis à l’entrée',
    attendu:
      'Une procédure de positionnement et de vérification des acquis à l’entrée existe, convient au public et sert à adapter le parcours.',
    categories: ['AF', 'CFA'],
    specifique: true,
    conditions: [],
    condition: null,
    gradable: true,
    preuves: [
      'Test, quiz, entretien ou auto-positionnement',
      'Vérification des prérequis (diplôme, expérience)',
      'Décision d’adaptation prise à la suite',
    ],
    sousTraitance: 'oui',
    sousTraitanceNote:
      'Si le donneur d’ordre fixe le positionnement, le sous-traitant montre qu’il l’applique.',
    seuil: 'Mineure : dispositif existant mais incomplet.',
    precisions: { certifiantes: 'Prérequis cohérents avec ceux de la certification.' },
  },
]
