import type { OrganismeId } from '#kernel/id.ts'
import type { Refus } from '#kernel/refus.ts'
import type { Result } from '#kernel/result.ts'
import type { PieceId } from '#modules/documents/index.ts'
import type { PrisesSessions } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'

/** Demande au client de signer cette pièce : un lien lui part. */
export type FaireSigner = (
  services: Pick<Services, 'clock'>,
  tx: TenantTx,
  organisme: OrganismeId,
  piece: PieceId,
  a: { readonly nom: string; readonly qualite: string; readonly courriel: string },
) => Promise<Result<unknown, Refus>>

/** Ce que les inscriptions demandent à plus haut qu’elles. */
export type PrisesInscriptions = {
  /** Essaie, lit ce que cela touche, n’en garde rien. */
  readonly toucher: PrisesSessions['toucher']
  readonly faireSigner: FaireSigner
}

export const sansPrises: PrisesInscriptions = {
  toucher: async () => ({ ok: true, value: { lignes: [] } }),
  faireSigner: async () => ({
    ok: false,
    error: { code: 'sans-prise', phrase: 'Personne ne demande cette signature ici.' },
  }),
}
