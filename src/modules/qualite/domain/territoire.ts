/** Le territoire qu’une coopérative écrit d’un partenaire, face aux départements où elle forme. Pur. */
import { departements, lireDepartements } from '#kernel/departements.ts'
import { plier } from '#kernel/texte.ts'

/** Plus grands qu’un département : on n’en déduit pas lesquels ils laissent de côté. */
const plusGrands =
  `france,national,nationale,metropole,region,regional,regionale,auvergne rhone alpes,rhone alpes,auvergne,bourgogne,bretagne,
  centre val de loire,val de loire,grand est,hauts de france,ile de france,normandie,aquitaine,occitanie,pays de la loire,provence,paca,corse,
  outre mer`
    .split(',')
    .map((t) => t.trim())
const separes = (texte: string): string =>
  plier(texte)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
/** Le plus long d’abord : « Haute-Loire » n’est pas « Loire », ni « Pays de la Loire ». */
const lieux = [
  ...departements.map(([code, nom]) => ({ code, nom: separes(nom) })),
  ...plusGrands.map((nom) => ({ code: undefined, nom })),
].toSorted((a, b) => b.nom.length - a.nom.length)

/**
 * Les départements que nomme un territoire, par leur nom ou leur numéro. Rien : il n’en nomme aucun, ou dit plus grand ; il ne se compare
 * alors à rien.
 */
export const departementsDits = (texte: string): readonly string[] | undefined => {
  const dits = new Set(lireDepartements(texte.replace(/[()/]|\bet\b/gi, ',')))
  let reste = ` ${separes(texte)} `
  for (const { code, nom } of lieux) {
    if (!reste.includes(` ${nom} `)) continue
    if (code === undefined) return undefined
    dits.add(code)
    reste = reste.replaceAll(` ${nom} `, '  ')
  }
  return dits.size > 0 ? [...dits].toSorted() : undefined
}
