import type { Cadre } from './controle.ts'
import type { Condition } from './indicateur.ts'

/** Un fait qui remplit une condition : la session où il se lit. */
export type FaitDeSituation = { readonly condition: Condition; readonly session: string }

/**
 * Le cadre est une proposition : ce que la coopérative dit de sa situation. Un fait qui le contredit rouvre ce qu’il fermait, et le dit.
 * Rien n’est ôté de ce qui est dit : une situation sans fait encore se prépare.
 */
export const confronter = <C extends Cadre>(
  cadre: C,
  faits: readonly FaitDeSituation[],
): { readonly cadre: C; readonly contredits: readonly FaitDeSituation[] } => {
  const contredits = faits.filter((f) => !cadre.situation.includes(f.condition))
  return {
    cadre: { ...cadre, situation: [...cadre.situation, ...contredits.map((f) => f.condition)] },
    contredits,
  }
}

/** Ce que le fait dit, en une phrase. */
export const direContredit = ({ condition, session }: FaitDeSituation): string =>
  ({
    certification: `la session ${session} prépare à une certification`,
    alternance: `la session ${session} est en apprentissage`,
    'situation-de-travail': `la session ${session} a une situation de travail`,
    'sous-traitance': `la session ${session} est animée par quelqu’un du dehors`,
  })[condition]
