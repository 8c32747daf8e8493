import type { ActiviteId } from '#kernel/id.ts'
import type { Refus } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'

/** Une copie à soi, telle que le registre qualité la range : à adapter, ses fichiers joints. */
export type CopieARanger = {
  readonly activite: ActiviteId
  readonly offre: null
  /** D’où elle vient, en clair. */
  readonly de: string
  readonly genre: 'ressource'
  readonly titre: string
  readonly contenu: Readonly<Record<string, unknown>>
  readonly fichiers: readonly { readonly nom: string; readonly octets: Uint8Array }[]
}
/** Ce que les ressources demandent à la qualité, d’un rang supérieur. */
export type PrisesRessources = {
  classerSupport(
    services: Pick<Services, 'storage'>,
    tx: TenantTx,
    copie: CopieARanger,
    le: Date,
  ): Promise<Result<void, Refus>>
}
export const sansPrises: PrisesRessources = { classerSupport: async () => ok(undefined) }
