import { plier } from '#kernel/texte.ts'

/** Ce qu’une coopérative doit avoir réglé avant sa première facture. */
export type ReglageManquant = 'iban' | 'greffe' | 'coordonnees'

/**
 * Sans IBAN, une facture payée par virement ne se paie pas ; sans la ville du greffe, celle d’une société est irrégulière
 * (C. com., R123-237). `moyen` : celui des conditions, en toutes lettres. `societe` : la forme s’immatricule.
 */
export const reglagesManquants = (r: {
  readonly iban: string | null
  readonly rcs: string
  readonly moyen: string
  readonly societe: boolean
}): readonly ReglageManquant[] => [
  ...(r.iban === null && plier(r.moyen).includes('virement') ? (['iban'] as const) : []),
  ...(r.rcs.trim() === '' && r.societe ? (['greffe'] as const) : []),
]

/** Chaque papier porte l’adresse du siège, un courriel et un téléphone : sans eux, la facture ne se compose pas. */
export const coordonneesManquent = (o: {
  readonly adresse: string
  readonly codePostal: string
  readonly ville: string
  readonly courriel: string
  readonly telephone: string
}): boolean => [o.adresse, o.codePostal, o.ville, o.courriel, o.telephone].some((x) => x.trim() === '')
