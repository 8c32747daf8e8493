/** Le territoire qu’une coopérative écrit d’un partenaire, face aux départements où elle forme. Pur. */
import { departements, lireDepartements } from '#kernel/departements.ts'
import { plier } from '#kernel/texte.ts'

/** Un territoire plus grand qu’un département : on n’en déduit pas lesquels il laisse de côté. */
const plusGrands =
  /\b(france|national|nationale|metropole|region|regional|regionale|auvergne|bourgogne|bretagne|centre val de loire|grand est|hauts de france|ile de france|normandie|aquitaine|occitanie|pays de la loire|provence|paca|rhone alpes|outre mer|corse)\b/
const nommes = departements
  .map(([code, nom]) => [code, plier(nom)] as const)
  .toSorted((a, b) => b[1].length - a[1].length)

const separes = (texte: string): string =>
  plier(texte)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()

/**
 * Les départements que nomme un territoire, par leur nom ou leur numéro. Rien : il n’en nomme aucun, ou dit plus grand ; il ne se compare
 * alors à rien.
 */
export const departementsDits = (texte: string): readonly string[] | undefined => {
  let reste = ` ${separes(texte)} `
  if (plusGrands.test(reste)) return undefined
  const dits = new Set(lireDepartements(texte.replace(/[()/]|\bet\b/gi, ',')))
  // Le plus long d’abord : « Haute-Loire » n’est pas « Loire ».
  for (const [code, nom] of nommes) {
    const cherche = ` ${separes(nom)} `
    if (!reste.includes(cherche)) continue
    dits.add(code)
    reste = reste.replaceAll(cherche, ' ')
  }
  return dits.size > 0 ? [...dits].toSorted() : undefined
}
