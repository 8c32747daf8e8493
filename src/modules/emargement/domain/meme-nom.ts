import { plier } from '#kernel/texte.ts'

const sansOrdre = (nom: string) => plier(nom).split(' ').toSorted().join(' ')

/** « Nom Prénom », « Prénom Nom », accents et casse mis à part : nul ne signe à la place de son propre nom. */
export const memeNom = (a: string | null, b: string): boolean => a !== null && sansOrdre(a) === sansOrdre(b)
