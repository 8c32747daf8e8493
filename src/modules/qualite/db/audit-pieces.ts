import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'

/** Une pièce de l’échantillon d’un audit, chez soi. */
export const lirePieceAudit = async (
  tx: TenantTx,
  audit: string,
  piece: string,
): Promise<{ readonly libelle: string; readonly fichier: string } | undefined> =>
  (
    await sql<{ libelle: string; fichier: string }>`select libelle, fichier from qualite.audit_piece
    where organisme_id = (select app.organisme()) and audit_id = ${audit} and id = ${piece}
      order by photo desc limit 1`.execute(tx)
  ).rows[0]
