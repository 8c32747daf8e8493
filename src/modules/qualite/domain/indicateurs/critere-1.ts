import type { Indicateur } from '../indicateur.ts'

/** Critère 1 : Informer le public : prestations, délais d’accès, résultats. */
export const information: readonly Indicateur[] = [
  {
    numero: 1,
    critere: 1,
    intitule: 'Information du public sur l’offre',
    attendu:
      'Le public trouve, avant de s’engager, une information accessible, détaillée et vérifiable sur chaque prestation : prérequis, objectifs, durée, modalités et délais d’accès, tarifs, contacts, méthodes, évaluation, accessibilité handicap.',
    categories: ['AF', 'CBC', 'VAE', 'CFA'],
    specifique: false,
    conditions: [],
    condition: null,
    gradable: true,
    preuves: [
      'Fiches du catalogue ou pages du site, datées et versionnées',
      'Plaquettes, devis et conditions générales remis avant signature',
      'Page accessibilité et contact handicap',
      'Relevé de cohérence site / Mon Compte Formation / documents envoyés',
    ],
    sousTraitance: 'non',
    sousTraitanceNote:
      'Prestation réalisée pour un donneur d’ordre : sans objet, l’information relève de lui.',
    seuil:
      'Mineure : information en partie accessible ou oubli ponctuel d’une rubrique. Majeure : absence large ou répétée.',
    precisions: {
      CBC: 'Les prérequis ne sont pas exigés ; rappeler le cadre légal du bilan.',
      VAE: 'Dire les étapes de la demande (faisabilité, recevabilité).',
      certifiantes: 'Intitulé exact, code RNCP/RS, certificateur, date d’enregistrement.',
    },
    en2026: {
      ajout:
        'Type de reconnaissance de la formation, modalités de financement, interdiction de toute mention trompeuse (accès, contenu, pédagogie, financement, poursuite d’études).',
      attendu:
        'Le public trouve, avant de s’engager, une information complète, à jour et vérifiable sur chaque prestation : prérequis, objectifs, type de reconnaissance délivrée, durée, modalités pédagogiques et de financement, délais d’accès, tarifs, contacts, méthodes, évaluation, accessibilité handicap. Aucun message ne doit tromper sur l’accès, le contenu, le financement ou la poursuite d’études.',
    },
  },
  {
    numero: 2,
    critere: 1,
    intitule: 'Publication d’indicateurs de résultats',
    attendu: 'L’organisme publie des chiffres de résultats adaptés à ses prestations et à ses publics.',
    categories: ['AF', 'CBC', 'VAE', 'CFA'],
    specifique: false,
    conditions: [],
    condition: null,
    gradable: true,
    preuves: [
      'Page publique de résultats datée : période, effectif, taux de réponse, formule',
      'Bilan annuel ou rapport d’activité diffusé',
      'Lien vers InserJeunes (CFA) ou Anotéa',
    ],
    sousTraitance: 'non',
    sousTraitanceNote: 'Sans objet pour une prestation réalisée en sous-traitance.',
    nouveauxEntrants:
      'Audit initial : les indicateurs sont choisis à l’avance ; leur diffusion est vérifiée à la surveillance.',
    seuil: 'Mineure : information insuffisamment détaillée (guide V9).',
    precisions: {
      CFA: 'Indicateurs de l’article L. 6111-8 diffusés par InserJeunes ; à défaut le CFA calcule et publie lui-même.',
    },
    en2026: {
      ajout: 'Transparence sur les modalités de calcul, ou appui sur un dispositif existant.',
      attendu:
        'L’organisme publie des chiffres de résultats adaptés à ses prestations et à ses publics, et explique clairement comment ils sont calculés, ou renvoie à un dispositif public existant.',
    },
  },
  {
    numero: 3,
    critere: 1,
    intitule: 'Résultats et suites des certifications',
    attendu:
      'Pour une prestation menant à une certification professionnelle, le public connaît le taux d’obtention, la possibilité de valider des blocs, les équivalences et passerelles, les suites de parcours et les débouchés.',
    categories: ['AF', 'VAE', 'CFA'],
    specifique: true,
    conditions: ['certification'],
    condition:
      'Prestations conduisant à une certification professionnelle (RNCP au sens du glossaire du guide V9 ; à étendre au RS par prudence).',
    gradable: true,
    preuves: [
      'Page « certification » : taux d’obtention rapproché du taux de présentation',
      'Blocs, passerelles, poursuites d’études, débouchés (insertion globale et dans le métier visé)',
      'Lien vers la fiche France compétences',
    ],
    sousTraitance: 'non',
    sousTraitanceNote: 'Sans objet pour une prestation réalisée en sous-traitance.',
    nouveauxEntrants:
      'Audit initial : processus prévu ; la communication des taux est vérifiée à la surveillance.',
    seuil: 'Mineure : oubli ponctuel d’une rubrique, sauf le taux d’obtention.',
    en2026: {
      ajout: 'Insistance sur les poursuites d’études.',
      attendu:
        'Pour une prestation menant à une certification professionnelle, le public connaît le taux d’obtention, la possibilité de valider des blocs, les équivalences et passerelles, les suites de parcours (surtout les poursuites d’études) et les débouchés.',
    },
  },
]
