import type { HeuresSuivies } from './heures-suivies.ts'

/** Qui peut signer pour l’organisme : la fonction d’abord, puis une délégation qui couvre cette pièce ce jour-là. */
export type Delegue = {
  readonly nom: string
  readonly qualite: string
  readonly genre: 'fonction' | 'delegation'
  readonly pieces: readonly string[]
  readonly debut: string
  readonly fin: string | null
  readonly revoqueeLe: string | null
}

/** Dates civiles comparées comme des chaînes ; début et fin compris, la révocation vaut dès son jour. */
export const choisirSignataire = (
  delegues: readonly Delegue[],
  piece: string,
  jour: string,
): Delegue | undefined => {
  const valables = delegues.filter(
    (d) =>
      d.debut <= jour &&
      (d.fin === null || jour <= d.fin) &&
      (d.revoqueeLe === null || jour < d.revoqueeLe) &&
      (d.genre === 'fonction' || d.pieces.includes('*') || d.pieces.includes(piece)),
  )
  return valables.find((d) => d.genre === 'fonction') ?? valables[0]
}

/** Ce qui décide d’un certificat. Mêmes faits, même pièce ; un fait changé, une pièce qui remplace. */
export type FaitsDuCertificat = {
  readonly beneficiaire: { readonly prenom: string; readonly nom: string; readonly entreprise: string | null }
  readonly action: {
    readonly intitule: string
    readonly nature: string
    readonly debut: string
    readonly fin: string
    readonly lieu: string
    readonly session: string
    /** Comment la personne l’a suivie, quand ce n’est pas tout ce que l’action offrait. */
    readonly modalite?: string
  }
  readonly heures: Pick<HeuresSuivies, 'suiviMin' | 'distanceMin' | 'signatures' | 'regularisations'>
}
