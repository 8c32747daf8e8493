/** L’action qui commence avant la fin du délai de rétractation : ce qui la permet, et ce qu’on en dit. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import type { Regime } from './dossier.ts'
import type { Retractation } from './retractation.ts'

/** Ce qu’il faut savoir d’un contrat ; son délai est celui d’une signature de ce jour tant qu’il n’est pas signé. */
export type FaitsDuDebut = {
  readonly regime: Regime
  readonly signeLe: Date | null
  readonly retracteLe: Date | null
  readonly debutAnticipeLe: Date | null
  readonly delaiJours: number
  readonly delai: Retractation | null
  readonly premiere: { readonly jour: DateCivile; readonly debut: Date } | undefined
}

export type DebutDansLeDelai = {
  readonly premierJour: DateCivile
  readonly dernierJour: DateCivile
  readonly delaiJours: number
  readonly signe: boolean
}

/**
 * Le premier jour tombe dans le délai d’un contrat, sans que la personne ait demandé à commencer. Rien une fois le délai passé : elle
 * ne peut plus se rétracter. Rien non plus d’une action commencée sans signature, que l’on dit ailleurs (`a-temps.ts`).
 */
export const debutDansLeDelai = (f: FaitsDuDebut, maintenant: Date): DebutDansLeDelai | undefined => {
  const { delai, premiere } = f
  if (f.regime !== 'contrat' || f.retracteLe || f.debutAnticipeLe || !delai || !premiere) return undefined
  if (premiere.jour > delai.dernierJour || maintenant >= delai.finLe) return undefined
  if (!f.signeLe && premiere.debut <= maintenant) return undefined
  return {
    premierJour: premiere.jour,
    dernierJour: delai.dernierJour,
    delaiJours: f.delaiJours,
    signe: f.signeLe !== null,
  }
}

/**
 * Quatorze jours : le code de la consommation règle la demande, et ce qu’elle coûte (L221-25, relu). Dix jours : le code du travail ne
 * connaît que le délai (L6353-5) ; y attendre la même demande est déduit, par prudence.
 */
export const articleDuDebut = (delaiJours: number): string =>
  delaiJours === 14 ? 'C. conso., art. L221-25' : 'C. trav., art. L6353-5'

/** Ce qui manque, à l’écran de la session, du dossier, et avant d’émettre le contrat. */
export const direDebutDansLeDelai = (d: DebutDansLeDelai): string => {
  const article = articleDuDebut(d.delaiJours)
  const [jour, fin] = [formaterDate(d.premierJour), formaterDate(d.dernierJour)]
  if (!d.signe)
    return `Signé aujourd’hui, son délai de rétractation de ${d.delaiJours} jours finirait le ${fin} : le premier jour, le ${jour}, tombe avant. Par le lien, la personne peut en signant demander à commencer (${article}).`
  return `Le premier jour, le ${jour}, tombe avant la fin du délai de rétractation de ${d.delaiJours} jours, le ${fin}, sans demande expresse de la personne${d.delaiJours === 14 ? ' : si elle se rétracte, rien n’est dû' : ''} (${article}).`
}

/** La demande même, que la personne coche ou non en signant : gardée mot pour mot avec sa signature. */
export const phraseDeDemande = (d: DebutDansLeDelai): string => {
  const jusque = formaterDate(d.dernierJour, 'complet')
  return d.delaiJours === 14
    ? `Je demande expressément que l’action commence avant la fin du délai de rétractation (${jusque}). Je peux encore me rétracter jusque-là : je devrai alors la part déjà suivie. Une fois l’action entièrement exécutée, je ne pourrai plus me rétracter (C. conso., art. L221-25 et L221-28).`
    : `Je demande expressément que l’action commence avant la fin du délai de rétractation, ${jusque} compris (C. trav., art. L6353-5). Je peux encore me rétracter jusque-là, et rien ne m’est demandé avant (art. L6353-6).`
}
