import type { DateCivile } from '#kernel/dates.ts'
import { compter, enumerer, ordinal, slug, tronquer } from '#kernel/texte.ts'

/**
 * Ce qu'une page « Retour sur… » montre, tiré de la réunion sans rien retaper. Figé à la publication : la réunion peut
 * changer ensuite, la page publiée non. Aucun nom de personne n'y entre, sauf l'hôte et les invités, écrits exprès.
 */
export type RetourSur = {
  readonly titre: string
  readonly chapo: string
  readonly pole: string
  /** Le code public du pôle, et où lui écrire ; vide : pas d'adresse. */
  readonly code: string
  readonly courriel: string
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

export const rangEnLettres = (rang: number): string => ordinal(rang, { feminin: true })

/** « pôle Formation », que le pôle se nomme « Formation » ou « Pôle Formation ». */
export const direPole = (nom: string): string =>
  /^p[oô]le(?:\s|$)/i.test(nom) ? `p${nom.slice(1)}` : `pôle ${nom}`

/** « La sixième rencontre du pôle Formation » : la page l'introduit par « Retour sur… ». */
export const titreDuRetour = (pole: string, rang: number): string =>
  `La ${rangEnLettres(rang)} rencontre du ${direPole(pole)}`

/** « la certification », au milieu d'une phrase : seul un article perd sa majuscule. */
const auMilieu = (t: string): string =>
  /^(?:Les?|La|Une?|Des|Du|L’)(?:\s|(?<=’))/.test(t) ? `${t.charAt(0).toLowerCase()}${t.slice(1)}` : t

/** Deux phrases, tirées des faits : combien de coopératives, chez qui, et de quoi l'on a parlé. */
export const chapoDuRetour = (f: {
  readonly cooperatives: number
  readonly personnes: number
  readonly hote: string
  readonly sujets: readonly string[]
}): string => {
  const qui =
    f.personnes === 0
      ? 'Une rencontre'
      : `${compter(f.personnes, 'personne')} de ${compter(f.cooperatives, 'coopérative')} ${f.personnes > 1 ? 'se sont retrouvées' : 's’est déplacée'}`
  const ou = f.hote ? ` chez ${f.hote}` : ''
  const quoi =
    f.sujets.length > 0
      ? ` Sur la table\u00a0: ${enumerer(f.sujets.map((s) => auMilieu(tronquer(s, 80))))}.`
      : ''
  return `${qui}${ou}.${quoi}`
}

/** L'adresse publique : le pôle, le rang et le jour ; stable et lisible. */
export const adresseDuRetour = (pole: string, rang: number, jour: DateCivile): string =>
  slug(`${pole} ${rang} ${jour}`, 110)
