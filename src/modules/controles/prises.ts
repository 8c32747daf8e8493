import type { TenantTx } from '#platform/db/index.ts'

/** Ce que les contrôles demandent à qui arrête les envois, d’un rang supérieur. */
export type PrisesControles = {
  /** Ce qui partirait seul sous ce code est-il arrêté, dans cette session, ou pour cette personne ? */
  readonly arrete: (tx: TenantTx, session: string, code: string, personne?: string) => Promise<boolean>
  /** Les messages de cette session qu’un arrêt a retenus : ce qu’ils disaient n’a pas été dit. */
  readonly retenus: (tx: TenantTx, session: string) => Promise<ReadonlySet<string>>
}
export const sansPrises: PrisesControles = { arrete: async () => false, retenus: async () => new Set() }
