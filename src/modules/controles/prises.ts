import type { TenantTx } from '#platform/db/index.ts'

/** Ce que les contrôles demandent à qui arrête les envois, d’un rang supérieur. */
export type PrisesControles = {
  /** Les arrêts de cette session, lus une fois : ce qui partirait seul sous ce code, ou à cette personne, est-il retenu ? */
  readonly arrets: (tx: TenantTx, session: string) => Promise<(code: string, personne?: string) => boolean>
  /** Les messages de cette session qu’un arrêt a retenus : ce qu’ils disaient n’a pas été dit. */
  readonly retenus: (tx: TenantTx, session: string) => Promise<ReadonlySet<string>>
}
export const sansPrises: PrisesControles = {
  arrets: async () => () => false,
  retenus: async () => new Set(),
}
