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

/** Une facture ou un avoir de cette session est sorti depuis : il dit ce qui valait alors. */
export const factureDepuis = async (tx: TenantTx, session: string, depuis: Date): Promise<boolean> =>
  (
    await sql<{
      sortie: boolean
    }>`select exists (select from facturation.facture f where f.organisme_id = (select app.organisme())
      and f.session_id = ${session}::uuid and f.enregistree_le >= ${depuis}) as sortie`.execute(tx)
  ).rows[0]?.sortie ?? true
