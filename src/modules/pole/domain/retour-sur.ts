import type { DateCivile } from '#kernel/dates.ts'
import { compter, enumerer, slug, tronquer } from '#kernel/texte.ts'

/**
 * Ce qu'une page « Retour sur… » montre, tiré de la réunion sans rien retaper. Figé à la publication : la réunion peut
 * changer ensuite, la page publiée non. Aucun nom de personne n'y entre, sauf l'hôte et les invités, écrits exprès.
 */
export type RetourSur = {
  readonly titre: string
  readonly chapo: string
  readonly pole: string
  readonly rang: number
  readonly jour: DateCivile
  readonly hote: string
  readonly recit: string
  readonly cooperatives: readonly string[]
  readonly personnes: number
  readonly invites: string
  readonly sujets: readonly string[]
  readonly decisions: readonly { readonly titre: string; readonly issue: string }[]
  readonly engagements: readonly { readonly quoi: string; readonly pour: DateCivile | null }[]
  readonly groupes: readonly { readonly nom: string; readonly mandat: string }[]
  readonly prochaine: {
    readonly debut: string
    readonly zone: string
    readonly hote: string
    readonly lieu: string
  } | null
}

export const rangEnLettres = (rang: number): string => (rang === 1 ? '1re' : `${rang}e`)

/** Le titre par défaut : « Retour sur la 6e rencontre du pôle Formation ». */
export const titreDuRetour = (pole: string, rang: number): string =>
  `Retour sur la ${rangEnLettres(rang)} rencontre du ${/^p[oô]le/i.test(pole) ? pole.charAt(0).toLowerCase() + pole.slice(1) : `pôle ${pole}`}`

/** Deux phrases, tirées des faits : combien de coopératives, chez qui, et de quoi l'on a parlé. */
export const chapoDuRetour = (f: {
  readonly cooperatives: number
  readonly personnes: number
  readonly hote: string
  readonly sujets: readonly string[]
}): string => {
  const qui = `${compter(f.personnes, 'personne')} de ${compter(f.cooperatives, 'coopérative')}`
  const ou = f.hote ? ` chez ${f.hote}` : ''
  const quoi =
    f.sujets.length > 0 ? ` Au programme\u00a0: ${enumerer(f.sujets.map((s) => tronquer(s, 80)))}.` : ''
  return `${qui} se sont retrouvées${ou}.${quoi}`
}

/** L'adresse publique : le pôle, le rang et le jour ; stable et lisible. */
export const adresseDuRetour = (pole: string, rang: number, jour: DateCivile): string =>
  slug(`${pole} ${rang} ${jour}`, 110)
