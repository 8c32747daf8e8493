import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import { estOuvre } from '#kernel/feries.ts'

/** Le jour ouvré le plus proche, avant : personne ne se réunit un dimanche, ni le premier janvier. */
export const ouvrable = (aujourdhui: DateCivile, ecart: number): number =>
  estOuvre(ajouterJours(aujourdhui, ecart)) ? ecart : ouvrable(aujourdhui, ecart - 1)
