import type { Droit } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Genre } from './domain/genres.ts'

/** Ce que les questionnaires demandent aux modules de rang supérieur, qu’ils ne connaissent pas. */
export type PrisesQuestionnaires = {
  /** Où une réponse devient une réclamation, une action, un besoin écrit, une adaptation ; vide : nulle part. */
  readonly suites: readonly {
    readonly geste: string
    /** Qui ne l’a pas ne voit pas ce geste. */
    readonly droit: Droit
    /** `besoin` : un stagiaire y dit son besoin, ou se situe ; `adaptation` : il en demande une. */
    readonly pour?: 'besoin' | 'adaptation'
    readonly href: (reponse: string) => string
  }[]
  /** Où les acquis évalués d’une session deviennent des attestations. */
  readonly attestations?: (session: string) => string
  /** Vrai : quelqu’un a arrêté les envois de cette session, ou de ce genre. La tournée n’ouvre rien tant que cela dure. */
  readonly arrete?: (tx: TenantTx, session: string, genre: Genre) => Promise<boolean>
}
export const sansPrises: PrisesQuestionnaires = { suites: [] }
