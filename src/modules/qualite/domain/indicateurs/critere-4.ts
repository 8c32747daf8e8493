import type { Indicateur } from '../indicateur.ts'

/** Critère 4 : Disposer de moyens pédagogiques, techniques et d’encadrement adaptés. */
export const moyens: readonly Indicateur[] = [
  {
    numero: 17,
    critere: 4,
    intitule: 'Moyens humains, techniques et lieux',
    attendu:
      'Les intervenants, locaux, équipements et outils conviennent à la prestation, que l’organisme les possède ou s’assure de leur mise à disposition.',
    categories: ['AF', 'CBC', 'VAE', 'CFA'],
    specifique: false,
    conditions: [],
    condition: null,
    gradable: true,
    preuves: [
      'Bail, location, convention de mise à disposition',
      'Registre d’accessibilité, document unique',
      'Inventaire matériel, plateforme',
      'CV et planning',
    ],
    sousTraitance: 'oui',
    seuil: 'Mineure : défaut ponctuel et non répété.',
    precisions: { CBC: 'Lieu confidentiel ; habilitation aux tests.' },
  },
  {
    numero: 18,
    critere: 4,
    intitule: 'Mobilisation et coordination des intervenants',
    attendu:
      'Les personnes qui interviennent (pédagogie, administratif, logistique, commercial), internes ou externes, sont identifiées et coordonnées.',
    categories: ['AF', 'CBC', 'VAE', 'CFA'],
    specifique: false,
    conditions: [],
    condition: null,
    gradable: true,
    preuves: [
      'Organigramme fonctionnel, fiches de poste',
      'Liste des référents (pédagogique, administratif, handicap)',
      'Comptes rendus de réunions, échanges avec les externes',
    ],
    sousTraitance: 'oui',
    seuil: 'Mineure : défaut ponctuel de coordination.',
    precisions: { VAE: 'Les externes ne sont ni certificateurs ni financeurs.' },
  },
  {
    numero: 19,
    critere: 4,
    intitule: 'Ressources pédagogiques',
    attendu:
      'Des ressources cohérentes sont mises à disposition et l’on aide les bénéficiaires à s’en servir.',
    categories: ['AF', 'CBC', 'VAE', 'CFA'],
    specifique: false,
    conditions: [],
    condition: null,
    gradable: true,
    preuves: [
      'Supports, espace en ligne, centre de ressources',
      'Aide à la prise en main, assistance technique et pédagogique',
      'Traces de progression et de travaux rendus à distance',
    ],
    sousTraitance: 'oui',
    nouveauxEntrants:
      'Audit initial : ressources et dispositions prévues ; pratique vérifiée à la surveillance.',
    seuil: 'Mineure : défaut ponctuel et non répété.',
    doute: 'L’arrêté qui fixe le nombre d’intervenants n’a pas été lu : ce seuil est vide.',
    en2026: {
      intitule: 'Ressources pédagogiques et suivi à distance',
      ajout: 'Vérification de l’effectivité du suivi à distance ; référent pédagogique au-delà d’un seuil.',
      attendu:
        'Des ressources cohérentes sont mises à disposition et l’on aide les bénéficiaires à s’en servir. À distance, l’organisme vérifie que chacun suit réellement. Au-delà d’un nombre d’intervenants fixé par arrêté, un référent pédagogique coordonne chaque formation.',
      condition: 'Deuxième phrase : modules à distance. Troisième phrase : seuil fixé par arrêté.',
      preuves: ['Nomination du référent pédagogique'],
    },
  },
  {
    numero: 20,
    critere: 4,
    intitule: 'Personnels dédiés du CFA',
    attendu:
      'Le CFA a un personnel dédié à la mobilité, un référent handicap et un conseil de perfectionnement.',
    categories: ['CFA'],
    specifique: true,
    conditions: [],
    condition: 'Apprentissage.',
    gradable: false,
    preuves: ['Membres et procès-verbal du conseil', 'Nominations et actions mobilité et handicap'],
    sousTraitance: 'non-precise',
    doute:
      'L’arrêté qui fixe la part d’heures des intervenants permanents n’a pas été lu : ce seuil est vide.',
    en2026: {
      intitule: 'Personnels dédiés et gouvernance du CFA',
      ajout:
        'Qualité du pilotage, participation à la gouvernance, supervision renforcée sous un seuil d’intervenants permanents.',
      attendu:
        'Le CFA a un personnel dédié à la mobilité, un référent handicap et un conseil de perfectionnement actif ; il associe apprentis, formateurs et entreprises. Si la part d’heures faite par des intervenants permanents passe sous un seuil fixé par arrêté, il renforce la supervision pédagogique.',
      preuves: ['Calcul de la part d’heures des permanents et plan de supervision'],
    },
  },
]
