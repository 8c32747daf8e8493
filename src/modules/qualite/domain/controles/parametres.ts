/**
 * Des délais qu’aucun texte ne fixe, en mois sauf mention. Choix du produit, douteux par nature : un certificateur peut en
 * attendre d’autres. Ils sont dits sur l’écran, à côté de chaque contrôle qui en dépend.
 */
export const delais = {
  relectureFiche: 12,
  messages: 12,
  resultats: 12,
  reunion: 12,
  conseil: 12,
  lieu: 12,
  cv: 24,
  evaluationIntervenant: 24,
  developpement: 24,
  /** L6315-1, tel que la loi du 24 octobre 2025 l’aurait modifié (quatre ans) : douteux, texte non lu. */
  entretien: 48,
  veille: 12,
  partenaire: 12,
  recours: 12,
  formationReferent: 36,
  controleSousTraitant: 12,
  evaluationSousTraitant: 12,
  financeur: 12,
  procedure: 24,
  action: 12,
  risque: 12,
  revue: 12,
  filiere: 12,
  /** En jours après la première session finie : une action n’est plus nouvelle, elle a des résultats à publier. */
  nouveaute: 30,
  /** En jours après la fin d’une session certifiante : les résultats de l’épreuve. */
  examen: 90,
  /** En mois : des taux d’examen plus anciens ne disent plus rien. */
  tauxExamen: 24,
  /** En jours après le dernier jour : le bilan d’un suivi, ou l’ajustement décidé à l’entrée. */
  suivi: 15,
  /** En jours après une absence : la relance qui la suit. */
  relance: 7,
} as const

/** Au-delà de tant de jours entre le fait et sa saisie, la preuve est dite « écrite après coup ». */
export const joursApresCoup = 15

/**
 * En jours après la fin de la session : passé ce jour, un questionnaire qui n’est pas parti manque. Usages, qu’aucun texte ne fixe : à
 * chaud dans la semaine, à froid de deux à trois mois, l’entreprise dans les deux mois, le formateur dans les trois semaines, la situation
 * à six mois. `rappel` : en jours après l’envoi. Douteux : la coopérative peut régler d’autres jours d’envoi.
 */
export const delaisQuestionnaires = {
  chaud: 7,
  moyens: 14,
  intervenant: 21,
  entreprise: 60,
  froid: 90,
  insertion: 210,
  rappel: 10,
} as const
