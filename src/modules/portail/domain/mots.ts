import { plier } from '#kernel/texte.ts'

/** Mots au plus d'une recherche : au-delà, ils ne trient plus rien. */
const MOTS_MAX = 8

/**
 * La demande d'une personne en requête de texte : chaque mot, replié, cherché par son début. Rien que des lettres et des
 * chiffres : aucun opérateur ne peut s'y glisser. Vide : il n'y a rien à chercher.
 */
export const enRequete = (demande: string): string =>
  plier(demande.slice(0, 200))
    .split(/[^\p{L}\p{N}]+/u)
    .filter((m) => m.length >= 2)
    .slice(0, MOTS_MAX)
    .map((m) => `${m.slice(0, 40)}:*`)
    .join(' & ')
