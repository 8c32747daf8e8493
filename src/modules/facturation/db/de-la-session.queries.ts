import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'

/** Les factures, acomptes et avoirs d'une session, là où leur dernière affectation les met. */
export const facturesDe = async (
  tx: TenantTx,
  session: string,
): Promise<{ readonly id: string; readonly payeur: string }[]> =>
  (
    await sql<{ id: string; payeur: string }>`select f.id, f.payeur_nom as payeur from facturation.facture f
        left join lateral (select x.facture_id, x.session_id, x.retiree from facturation.affectation x
          where x.organisme_id = f.organisme_id and x.facture_id = f.id order by x.rang desc limit 1) a on true
      where f.organisme_id = (select app.organisme()) and a.retiree is not true
        and case when a.facture_id is null then f.session_id else a.session_id end = ${session}::uuid`.execute(
      tx,
    )
  ).rows
