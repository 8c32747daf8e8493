import { cadre, contours } from './contours.gen.ts'

export { cadre, contours }
/** Les départements d'outre-mer, que la carte pose en carrés dans la marge. */
export const outreMer: readonly (readonly [code: string, nom: string])[] = [
  ['971', 'Guadeloupe'],
  ['972', 'Martinique'],
  ['973', 'Guyane'],
  ['974', 'La Réunion'],
  ['976', 'Mayotte'],
]
