/**
 * Les formes d’une coopérative de formation et ce que ses papiers doivent en dire. « Scop » et « Scic » sont
 * des qualités portées par une société commerciale (loi du 19 juillet 1978 ; loi du 10 septembre 1947, art. 19
 * quinquies) ; « CAE » est une qualité de plus (loi de 1947, art. 26-41), qui s’ajoute à l’une d’elles.
 */
export const societes = ['SARL', 'SA', 'SAS'] as const
export type Societe = (typeof societes)[number]

export type Forme =
  | {
      readonly genre: 'scop' | 'scic'
      readonly societe: Societe
      readonly cae: boolean
      readonly capitalVariable: boolean
    }
  /** Coopérative de la loi de 1947 sans être Scop ni Scic (SARL ou SA coopérative), souvent une CAE. */
  | {
      readonly genre: 'cooperative'
      readonly societe: Societe
      readonly cae: boolean
      readonly capitalVariable: boolean
    }
  | { readonly genre: 'association' }
  | { readonly genre: 'autre'; readonly libelle: string }

const qualites = { scop: 'Scop', scic: 'Scic', cooperative: 'Société coopérative' } as const

/** Une société s’immatricule au registre du commerce, quelle que soit sa qualité ; une association, non. « Autre » : on ne sait. */
export const estSociete = (forme: Forme): boolean => 'societe' in forme

export const estCae = (forme: Forme): boolean => 'cae' in forme && forme.cae

/** « Scop SARL à capital variable », « Scic SA, coopérative d’activité et d’emploi » : la ligne du papier à en-tête. */
export const mentionForme = (forme: Forme): string => {
  if (forme.genre === 'association') return 'Association loi 1901'
  if (forme.genre === 'autre') return forme.libelle
  const variable = forme.capitalVariable ? ' à capital variable' : ''
  return `${qualites[forme.genre]} ${forme.societe}${variable}${forme.cae ? ', coopérative d’activité et d’emploi' : ''}`
}

/**
 * Ce que la forme impose d’écrire en toutes lettres sur factures et contrats (C. com. R123-238, non relu :
 * le texte se corrige en un seul endroit).
 */
export const mentionLegale = (forme: Forme): string | undefined => {
  switch (forme.genre) {
    case 'scop':
      return 'Société coopérative de production'
    case 'scic':
      return 'Société coopérative d’intérêt collectif'
    case 'cooperative':
      return 'Société coopérative'
    default:
      return undefined
  }
}
