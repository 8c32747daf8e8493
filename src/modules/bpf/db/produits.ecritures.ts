import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Financeur } from '../domain/dossier.ts'

/** Dit d'où vient un produit repris ; faux s'il n'est pas d'ici. */
export const affecterProduit = async (
  tx: TenantTx,
  id: Id<'Produit'>,
  financeur: Financeur,
  le: Date,
): Promise<boolean> =>
  (
    await sql`update bpf.produit_repris set financeur = ${financeur}, affecte_le = ${le}, affecte_par = (select app.personne())
      where id = ${id} returning id`.execute(tx)
  ).rows.length === 1
