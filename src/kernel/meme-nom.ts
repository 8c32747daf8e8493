import { plier } from '#kernel/texte.ts'

/** Un nom dont l’ordre, les accents et la casse ne comptent plus : « Nom Prénom » et « Prénom Nom » se rangent ensemble. */
export const nomSansOrdre = (nom: string): string => plier(nom).split(' ').toSorted().join(' ')

/** « Nom Prénom », « Prénom Nom », accents et casse mis à part. */
export const memeNom = (a: string | null, b: string): boolean =>
  a !== null && nomSansOrdre(a) === nomSansOrdre(b)
