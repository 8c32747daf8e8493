/** L’article L. 6313-1 du code du travail, dans son ordre. */
export const natures = {
  formation: 'Action de formation',
  bilan: 'Bilan de compétences',
  vae: 'Validation des acquis de l’expérience',
  apprentissage: 'Action de formation par apprentissage',
} as const
export type Nature = keyof typeof natures

export const modalites = {
  presentiel: 'En présentiel',
  mixte: 'En partie à distance',
  distance: 'Entièrement à distance',
} as const
export type Modalite = keyof typeof modalites
