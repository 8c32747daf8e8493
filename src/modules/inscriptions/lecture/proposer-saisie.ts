/** Ce que le dossier ne sait pas, proposé à l’émission d’une pièce : on le relit, ou on l’émet tel quel. */
import { lireConditions, piecesCourantes } from '#modules/documents/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { DossierLu } from '../db/dossiers.queries.ts'
import type { ContratV1 } from '../documents/dossier.v1.ts'
import { objetPropose } from './proposer-objet.ts'

/** Ce que le dossier ne sait pas : demandé à l’émission, proposé d’après la dernière pièce du même genre. */
export type SaisieDePiece = {
  readonly mediateur: ContratV1['mediateur']
  readonly cessation: string
  readonly validiteJours: number
  /** Ce que change un avenant ; vide tant que la pièce n’est pas signée. */
  readonly objetAvenant: string
}

type Contrat = { readonly mediateur?: SaisieDePiece['mediateur']; readonly cessation?: string }

/** Les conditions de la coopérative ; tant qu’elle n’a rien réglé, celles de son dernier contrat. */
export const proposerSaisie = async (
  tx: TenantTx,
  session: SessionLue,
  d: DossierLu,
): Promise<SaisieDePiece> => {
  const { conditions: c, version } = await lireConditions(tx)
  const dernier = version > 0 ? undefined : (await piecesCourantes(tx, { genre: 'contrat' }))[0]
  const contrat = dernier ? (JSON.parse(dernier.donnees) as Contrat) : undefined
  return {
    mediateur: contrat?.mediateur ?? c.mediateur,
    cessation: contrat?.cessation ?? c.cessation,
    validiteJours: 30,
    objetAvenant: await objetPropose(tx, session, d),
  }
}
