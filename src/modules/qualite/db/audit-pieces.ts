import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'

export type PieceDAudit = {
  readonly id: string
  readonly libelle: string
  /** Son empreinte, dans le dépôt des fichiers. */
  readonly fichier: string
  /** Le genre de la pièce émise ; `jointe` : un fichier joint à une ligne de registre. */
  readonly genre: string
  /** Ce dont la pièce émise parle ; rien pour un fichier joint. */
  readonly objet: string | null
}

/** Ce que montre la dernière copie de l’échantillon, chez soi. Une pièce effacée depuis n’y est plus. */
export const lirePiecesDAudit = async (tx: TenantTx, audit: string): Promise<PieceDAudit[]> =>
  (
    await sql<PieceDAudit>`select p.id, p.libelle, p.fichier, coalesce(z.genre, 'jointe') as genre, z.objet_id as objet
      from qualite.audit_piece p left join documents.piece z on z.organisme_id = p.organisme_id and z.id = p.id
      where p.organisme_id = (select app.organisme()) and p.audit_id = ${audit} and z.effacee_le is null
        and (z.id is not null or exists (select from qualite.jointe j where j.organisme_id = p.organisme_id and j.id = p.id))
        and p.photo = (select max(rang) from qualite.audit_photo where organisme_id = (select app.organisme()) and audit_id = ${audit})
      order by p.id`.execute(tx)
  ).rows
