/** Le lieu qu’une pièce dit, et celui où la session se tient aujourd’hui. */
import { enumerer, plier, sansVille } from '#kernel/texte.ts'
import type { SalleDite } from './a-imprimer.ts'

/** Un lieu tel qu’une pièce l’écrit : sans sa ville, quand l’adresse la dit. */
export type LieuDit = {
  readonly nom: string
  readonly ville: string
  readonly salles?: readonly SalleDite[]
}

const sansSaVille = (lieu: string, ville: string): string => plier(sansVille(lieu, ville))

/**
 * La pièce dit un autre lieu que celui de la session. Une majuscule ou un accent repris n’en font pas un autre ; une pièce qui n’en dit
 * aucun n’en promet pas.
 */
export const autreLieu = (dit: LieuDit | null | undefined, aujourdhui: string | undefined): boolean =>
  dit !== null &&
  dit !== undefined &&
  aujourdhui !== undefined &&
  sansSaVille(aujourdhui, dit.ville) !== sansSaVille(dit.nom, dit.ville)

/** De même, d’une convocation : elle dit aussi les salles que le lieu ne dit pas (`sallesADire`). */
export const autresSalles = (
  dit: LieuDit | null | undefined,
  aujourdhui: readonly SalleDite[] | undefined,
): boolean => {
  const cle = (salles: readonly SalleDite[]) =>
    salles
      .map((x) => `${x.date} ${x.debut} ${plier(x.salle)}`)
      .toSorted()
      .join('\n')
  return (
    dit !== null && dit !== undefined && aujourdhui !== undefined && cle(dit.salles ?? []) !== cle(aujourdhui)
  )
}

/** Les demi-journées dont la salle n’est pas celle que nomme le lieu de la session (« Salle Duras, Maison des associations »). */
export const sallesADire = (
  lieu: string,
  demies: readonly { readonly date: string; readonly debut: string; readonly salles: readonly string[] }[],
): readonly SalleDite[] => {
  const dite = (salle: string) => `${plier(lieu)},`.startsWith(`${plier(salle)},`)
  return demies.flatMap(({ date, debut, salles }) =>
    salles.every(dite) ? [] : [{ date, debut, salle: enumerer(salles) }],
  )
}
