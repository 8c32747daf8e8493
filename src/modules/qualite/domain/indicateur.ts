/** L. 6313-1 : actions de formation, bilans de compétences, validation des acquis, apprentissage. */
export const categories = ['AF', 'CBC', 'VAE', 'CFA'] as const
export type Categorie = (typeof categories)[number]

/** Ce qui rend un indicateur applicable dans sa catégorie ; `certification` s’étend au répertoire spécifique par prudence. */
export const conditions = ['certification', 'alternance', 'situation-de-travail', 'sous-traitance'] as const
export type Condition = (typeof conditions)[number]

/** `selon-missions` : selon le contrat, et tout entier sans contrat. `non-precise` : le guide V9 n’en dit rien. */
export type SousTraitance = 'oui' | 'non' | 'selon-missions' | 'adapte' | 'non-precise'

/** Un indicateur, en nos propres mots : seul le texte officiel fait foi. */
export type Indicateur = {
  readonly numero: number
  readonly critere: 1 | 2 | 3 | 4 | 5 | 6 | 7
  readonly intitule: string
  readonly attendu: string
  readonly categories: readonly Categorie[]
  readonly specifique: boolean
  readonly conditions: readonly Condition[]
  readonly condition: string | null
  /** Vrai : une non-conformité mineure est possible. Faux : majeure seulement (arrêté du 6 juin 2019, art. 5). */
  readonly gradable: boolean
  readonly preuves: readonly string[]
  readonly sousTraitance: SousTraitance
  readonly sousTraitanceNote?: string
  /** Ce que l’audit initial d’un nouvel entrant regarde, et ce qu’il laisse à la surveillance. */
  readonly nouveauxEntrants?: string
  /** Ce qui n’est qu’une mineure, quand le guide le dit. */
  readonly seuil?: string
  readonly precisions?: Readonly<Record<string, string>>
  /** Ce que le décret n° 2026-728 y change. */
  readonly en2026?: {
    readonly ajout: string
    readonly intitule?: string
    readonly attendu?: string
    readonly condition?: string
    readonly preuves?: readonly string[]
  }
  /** La version où l’indicateur paraît ; absente : il est de toutes. */
  readonly depuis?: VersionId
  readonly doute?: string
}

export type VersionId = 'V9' | '2026-728'
