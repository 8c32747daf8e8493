import { type Refus, refus } from '#kernel/refus.ts'

export const motsPrerequis = {
  verifies: 'vérifiés',
  'sans-objet': 'sans objet : l’offre n’en a pas',
  'non-verifies': 'pas encore vérifiés',
} as const
export const motsMoyen = {
  entretien: 'un entretien',
  test: 'un test',
  autoevaluation: 'une autoévaluation',
  observation: 'une observation',
} as const
export const motsDecision = {
  aucune: 'rien à changer',
  adapter: 'adapter le parcours',
  orienter: 'orienter ailleurs',
  refuser: 'refuser, avec un motif',
} as const
export const motsSuivi = {
  entretien: 'entretien',
  point: 'point d’étape',
  ajustement: 'ajustement fait',
  relance: 'relance après une absence',
  evaluation: 'évaluation en cours d’action',
  remise: 'procédure contre les violences remise',
  epreuve: 'inscription à l’épreuve',
} as const

export type EntreeSaisie = {
  readonly recueilliLe: string
  readonly positionneLe: string | null
  readonly moyen: string | null
  readonly resultat: string
  readonly decision: string | null
  readonly decisionDetail: string
}

export type RefusEntree = Refus<'futur' | 'positionnement' | 'decision' | 'detail'> & {
  readonly champ: string
}
const sur = (
  champ: string,
  code: 'futur' | 'positionnement' | 'decision' | 'detail',
  phrase: string,
): RefusEntree => ({ ...refus(code, phrase), champ })

/** Un positionnement sans suite est ce que l’auditeur trouve le plus souvent : la décision s’écrit avec le résultat (indicateur 8). */
export const verifierEntree = (e: EntreeSaisie, jour: string): RefusEntree | undefined => {
  if (e.recueilliLe > jour)
    return sur('recueilliLe', 'futur', 'Le recueil s’écrit quand il a eu lieu : cette date est à venir.')
  if (e.positionneLe !== null && e.positionneLe > jour)
    return sur(
      'positionneLe',
      'futur',
      'Le positionnement s’écrit quand il a eu lieu : cette date est à venir.',
    )
  if ((e.positionneLe === null) !== (e.moyen === null))
    return sur(
      e.moyen === null ? 'moyen' : 'positionneLe',
      'positionnement',
      'Dites le jour du positionnement et la façon de le faire, ou aucun des deux.',
    )
  if (e.positionneLe !== null && e.resultat === '')
    return sur('resultat', 'positionnement', 'Écrivez ce que le positionnement a montré.')
  if (e.positionneLe !== null && e.decision === null)
    return sur('decision', 'decision', 'Dites la suite donnée, même s’il n’y a rien à changer.')
  if (e.positionneLe === null && e.decision !== null)
    return sur('positionneLe', 'decision', 'Une suite se donne à un positionnement : dites son jour.')
  if (e.decision !== null && e.decision !== 'aucune' && e.decisionDetail === '')
    return sur(
      'decisionDetail',
      'detail',
      'Dites ce que vous adaptez, vers où vous orientez, ou pourquoi vous refusez.',
    )
  return undefined
}

export const verifierSuivi = (suiviLe: string, jour: string): RefusEntree | undefined =>
  suiviLe > jour
    ? sur('suiviLe', 'futur', 'Une trace s’écrit quand le fait a eu lieu : cette date est à venir.')
    : undefined
