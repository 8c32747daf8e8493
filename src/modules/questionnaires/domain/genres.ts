/**
 * Les genres de questionnaire : qui répond, quand, et ce que le référentiel en attend. L’évaluation des acquis n’est pas une
 * appréciation : elle nourrit l’indicateur 11, jamais le 30.
 */
export const genres = {
  besoin: {
    nom: 'analyse du besoin',
    titre: 'Analyse du besoin',
    repond: 'stagiaire',
    ancre: 'debut',
    ecart: -30,
    ouvert: 30,
    indicateurs: '4',
    phrase:
      'Avant l’entrée, ce que la personne attend de la formation (L6353-9 : en lien direct avec l’action).',
  },
  positionnement: {
    nom: 'positionnement',
    titre: 'Positionnement à l’entrée',
    repond: 'stagiaire',
    ancre: 'debut',
    ecart: -15,
    ouvert: 15,
    indicateurs: '8',
    phrase:
      'Avant l’entrée, où la personne se situe par rapport à chaque objectif. La suite donnée s’écrit dans son parcours.',
  },
  acquis: {
    nom: 'évaluation des acquis',
    titre: 'Évaluation des acquis',
    repond: 'evaluateur',
    ancre: 'fin',
    ecart: 0,
    ouvert: 30,
    indicateurs: '11',
    phrase:
      'En fin de formation, objectif par objectif, par la personne qui forme. Elle remplit l’attestation.',
  },
  chaud: {
    nom: 'appréciation à chaud',
    titre: 'Votre avis à chaud',
    repond: 'stagiaire',
    ancre: 'fin',
    ecart: 0,
    ouvert: 14,
    indicateurs: '30, 17, 2, 32',
    phrase: 'Le dernier jour : ce que les stagiaires ont pensé de la formation et des moyens.',
  },
  enseignements: {
    nom: 'évaluation des enseignements',
    titre: 'Évaluer les enseignements',
    repond: 'stagiaire',
    ancre: 'fin',
    ecart: 0,
    ouvert: 21,
    indicateurs: '33',
    phrase:
      'En apprentissage, distincte de la satisfaction : ce que les enseignements ont permis d’apprendre. Ses résultats se partagent en réunion.',
  },
  intervenant: {
    nom: 'bilan de qui forme',
    titre: 'Bilan de la personne qui a formé',
    repond: 'intervenant',
    ancre: 'fin',
    ecart: 0,
    ouvert: 21,
    indicateurs: '30, 18, 32',
    phrase: 'À la fin : ce que l’équipe pédagogique dit du groupe, des moyens et du déroulé.',
  },
  entreprise: {
    nom: 'appréciation de l’entreprise',
    titre: 'Votre avis d’employeur',
    repond: 'entreprise',
    ancre: 'fin',
    ecart: 30,
    ouvert: 30,
    indicateurs: '30, 2, 32',
    phrase: 'Un mois après : ce que l’entreprise cliente voit au travail. Une demande par client.',
  },
  froid: {
    nom: 'appréciation à froid',
    titre: 'Votre avis, quelques semaines après',
    repond: 'stagiaire',
    ancre: 'fin',
    ecart: 60,
    ouvert: 30,
    indicateurs: '30, 2, 32',
    phrase: 'Deux à trois mois après : ce qui sert vraiment.',
  },
  insertion: {
    nom: 'situation à six mois',
    titre: 'Que devenez-vous ?',
    repond: 'stagiaire',
    ancre: 'fin',
    ecart: 180,
    ouvert: 45,
    indicateurs: '29, 3',
    phrase: 'Six mois après : emploi, poursuite d’études, suites de la certification.',
  },
  financeur: {
    nom: 'appréciation du financeur',
    titre: 'Votre avis de financeur',
    repond: 'financeur',
    ancre: 'annee',
    ecart: 0,
    ouvert: 60,
    indicateurs: '30',
    phrase: 'Une fois par an, chaque financeur des dossiers de l’année.',
  },
} as const satisfies Record<
  string,
  {
    readonly nom: string
    readonly titre: string
    /** `evaluateur` : la personne qui forme répond de chaque stagiaire, sous son compte. */
    readonly repond: 'stagiaire' | 'entreprise' | 'financeur' | 'intervenant' | 'evaluateur'
    readonly ancre: 'debut' | 'fin' | 'annee'
    /** Jour d’envoi, compté de l’ancre. Choix du produit : aucun texte ne le fixe (usages de `cycle`, douteux). */
    readonly ecart: number
    /** Jours pendant lesquels on répond. */
    readonly ouvert: number
    readonly indicateurs: string
    readonly phrase: string
  }
>

export type Genre = keyof typeof genres
export const listeGenres = Object.keys(genres) as [Genre, ...Genre[]]
/** Ceux qui s’envoient par session, dans l’ordre du temps. */
export const genresDeSession: readonly Genre[] = listeGenres.filter((g) => g !== 'financeur')
/** Ceux qui ne se posent qu’en apprentissage (indicateur 33 : décret n° 2026-728). */
export const seulementEnApprentissage: ReadonlySet<Genre> = new Set(['enseignements'])
export const asGenre = (texte: string | undefined): Genre | undefined => listeGenres.find((g) => g === texte)
/** Aucun courriel n’en part : la personne qui forme répond sous son compte. */
export const sansEnvoi = (genre: Genre): boolean => genres[genre].repond === 'evaluateur'

/** Ce que l’on demande avant d’entrer : sa réponse remplit l’entrée du stagiaire (indicateurs 4 et 8). */
export const ditLEntree = (g: Genre): boolean => g === 'besoin' || g === 'positionnement'

/** Pourquoi il n’y a personne à qui le demander. */
export const phraseSansPersonne = (genre: Genre): string =>
  genres[genre].repond === 'entreprise'
    ? 'Aucune entreprise cliente n’a de stagiaire dans cette session.'
    : genres[genre].repond === 'intervenant'
      ? 'Personne n’est affecté aux demi-journées de cette session.'
      : 'Personne n’est inscrit à cette session.'
