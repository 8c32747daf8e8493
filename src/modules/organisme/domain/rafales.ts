/** Ce qu’une personne emporte en une heure et qui surprend : au-delà du seuil, la direction et la personne déléguée le savent. */
export const rafales = {
  export: { max: 20, emporte: 'des listes ou des archives' },
  papier: { max: 150, emporte: 'des papiers' },
  /** Compté pour la coopérative : un lien part d’une tâche, qui ne sait plus qui l’a demandé. */
  lien: { max: 500, emporte: 'liens personnels' },
} as const
/** Au-delà, en une heure et par personne, plus aucun fichier ne sort : un script, non un geste de travail. */
export const SORTIES_AU_PLUS = 600
/** Cette adresse rend-elle un fichier ? Dit avant de la composer, qui coûte. Toutes n’ont pas d’extension. */
export const sortUnFichier = (chemin: string, format: string | undefined): boolean =>
  format === 'csv' ||
  format === 'xlsx' ||
  /[./](?:pdf|zip|csv|xlsx|txt|xml|json|fec|fichier)$|\/(?:fichiers|scans)\/[^/]+$/.test(chemin)
export type Rafale = keyof typeof rafales
export const UNE_HEURE = 3600
/** Recherches en cinq minutes, par personne, ou par adresse sans compte : une par seconde, plus que l’on n’en lit. Choix du produit. */
export const RECHERCHES_AU_PLUS = 300
export const CINQ_MINUTES = 300
/** Une lecture qui cherche des mots : toute page les lit dans `q`. Un envoi qui garde la recherche dans son adresse n’en est pas une. */
export const cherche = (methode: string, q: string | undefined): boolean =>
  methode === 'GET' && q !== undefined && q.trim() !== ''

export const asRafale = (texte: unknown): Rafale | undefined =>
  typeof texte === 'string' && Object.hasOwn(rafales, texte) ? (texte as Rafale) : undefined

/** Ce que cette réponse fait sortir, s’il y a lieu de le compter : une liste ou une archive que l’on enregistre, un papier. */
export const genreDeSortie = (reponse: {
  readonly status: number
  readonly type: string
  readonly disposition: string
}): 'export' | 'papier' | undefined => {
  if (reponse.status !== 200) return undefined
  if (/^application\/pdf\b/.test(reponse.type)) return 'papier'
  // Une liste, une archive, un fichier des écritures : tout ce qui s’enregistre, sauf une image.
  return /^attachment\b/.test(reponse.disposition) && !/^image\//.test(reponse.type) ? 'export' : undefined
}
