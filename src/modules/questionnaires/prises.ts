/** Ce que les questionnaires demandent aux modules de rang supérieur, qu’ils ne connaissent pas. */
export type PrisesQuestionnaires = {
  /** Où une réponse devient une réclamation, ou une action d’amélioration ; vide : nulle part. */
  readonly suites: readonly {
    readonly geste: string
    readonly href: (reponse: string) => string
  }[]
  /** Où les acquis évalués d’une session deviennent des attestations. */
  readonly attestations?: (session: string) => string
}
export const sansPrises: PrisesQuestionnaires = { suites: [] }
