import type { DateCivile } from '#kernel/dates.ts'
import type { ElementProbant } from './a-part.ts'

/** Ce que l’évaluation a montré d’un objectif (RNQ, indicateur 11). Les codes sont ceux du gabarit de l’attestation. */
export const motsResultat = {
  'non-evalue': 'non évalué',
  acquis: 'acquis',
  'en-cours': 'en cours d’acquisition',
  'non-acquis': 'non acquis',
} as const
export type Resultat = keyof typeof motsResultat

type Acquis = { readonly objectif: string; readonly resultat: Resultat }

/**
 * Un résultat par objectif, dans leur ordre : celui que l’on saisit, à défaut celui que disait la dernière attestation
 * du même objectif, à défaut « non évalué ». Un objectif récrit n’hérite de rien.
 */
export const resultatsDe = (
  objectifs: readonly string[],
  saisis: readonly Resultat[] | undefined,
  avant: readonly Acquis[] = [],
): Acquis[] =>
  objectifs.map((objectif, i) => ({
    objectif,
    resultat: saisis
      ? (saisis[i] ?? 'non-evalue')
      : (avant.find((a) => a.objectif === objectif)?.resultat ?? 'non-evalue'),
  }))

/** Ce que l’on dit une fois pour tous les objectifs vaut de chacun dont on ne dit rien d’autre. */
export const avecLeCommun = (saisis: readonly Resultat[], tous: Resultat | undefined): Resultat[] =>
  saisis.map((r) => (r === 'non-evalue' ? (tous ?? r) : r))

/** Comment on a évalué : si rien ne l’a été, la pièce le dit ; sinon ce qui est saisi, à défaut ce que l’offre annonce. */
export const evaluationDe = (resultats: readonly Acquis[], saisie: string, annoncee: string): string =>
  resultats.every((r) => r.resultat === 'non-evalue')
    ? 'non évalués'
    : saisie.trim() && saisie.trim() !== 'non évalués'
      ? saisie.trim()
      : annoncee

export type EvaluationNotee = {
  readonly quoi: string
  readonly le: DateCivile
  readonly resultat: 'acquis' | 'en-cours' | 'non-acquis'
}

/** Ce qui a jalonné ou conclu une activité à distance ou une situation de travail (D6313-3-1, 3° ; D6313-3-2, 4°), pour cette personne. */
export const evaluationsNotees = (
  elements: readonly Pick<ElementProbant, 'genre' | 'inscription' | 'le' | 'intitule' | 'resultat'>[],
  inscription: string,
): EvaluationNotee[] =>
  elements.flatMap((e) =>
    (e.genre === 'evaluation' || e.genre === 'afest-evaluation') &&
    e.inscription === inscription &&
    e.resultat !== null
      ? [{ quoi: e.intitule, le: e.le, resultat: e.resultat }]
      : [],
  )
