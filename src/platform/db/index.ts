// La porte de la base : voir base.md. Rempli par la branche « db ».
import type { Acces, Tenant } from '#platform/db/access.ts'

declare const sceau: unique symbol
/** Une transaction dont la base a vérifié l'organisme. Seul `withTenant` en fabrique. */
export type TenantTx = { readonly [sceau]: true }
/** Une transaction sans organisme : elle ne voit que ce qui est publié. */
export type PublicTx = { readonly [sceau]: 'public' }

export type Database = {
  /** Ouvre la porte avec la preuve donnée, puis travaille ; rien si la preuve ne vaut pas (ou plus). */
  withTenant<T>(acces: Acces, work: (tx: TenantTx, tenant: Tenant) => Promise<T>): Promise<T | undefined>
  withoutTenant<T>(work: (tx: PublicTx) => Promise<T>): Promise<T>
  close(): Promise<void>
}
