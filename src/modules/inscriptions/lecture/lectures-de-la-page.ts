import { gestesUneFois } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import {
  avisUneFois,
  dossiersUneFois,
  piecesUneFois,
  premierPapierUneFois,
  remisesUneFois,
} from './lire-une-fois.ts'

/** Ce que la page d’une session demande d’ordinaire à ce module : parti avec elle, d’un envoi. */
export const lecturesDeLaPage = (tx: TenantTx, session: string): readonly Promise<unknown>[] =>
  [dossiersUneFois, piecesUneFois, remisesUneFois, premierPapierUneFois, avisUneFois, gestesUneFois].map(
    (lire) => lire(tx, session),
  )
