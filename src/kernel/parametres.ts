import type { DateCivile } from '#kernel/dates.ts'

/**
 * Une règle douteuse ou mouvante est un paramètre daté : la valeur qui vaut un jour est la dernière entrée en
 * vigueur ce jour-là. On ajoute une ligne, on n’en change jamais : le passé se rejoue comme il fut décidé.
 */
export type ParametreDate<T> = readonly {
  readonly depuis: string
  readonly valeur: T
  readonly source: string
}[]

/** La ligne entière, avec sa source. Lève si aucune n’est en vigueur : la première d’une table doit remonter assez loin. */
export const ligneEnVigueur = <T>(
  parametre: ParametreDate<T>,
  date: DateCivile,
): ParametreDate<T>[number] => {
  const lignes = parametre.filter((l) => l.depuis <= date)
  const retenue = lignes.reduce<ParametreDate<T>[number] | undefined>(
    (a, b) => (a && a.depuis > b.depuis ? a : b),
    undefined,
  )
  if (!retenue) throw new RangeError(`aucune valeur en vigueur le ${date}`)
  return retenue
}

/** La valeur qui vaut ce jour. */
export const enVigueur = <T>(parametre: ParametreDate<T>, date: DateCivile): T =>
  ligneEnVigueur(parametre, date).valeur
