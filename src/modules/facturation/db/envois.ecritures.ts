import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { FactureId } from '../domain/facture.ts'
import type { EnvoiId } from './envois.ts'

/** Faux : ce formulaire est déjà parti. */
export const ajouterEnvoi = async (
  tx: TenantTx,
  e: {
    readonly id: EnvoiId
    readonly activite: ActiviteId
    readonly facture: FactureId
    readonly destinataire: string
    readonly objet: string
    readonly texte: string
    readonly le: Date
  },
): Promise<boolean> =>
  (
    await sql`insert into facturation.envoi (id, activite_id, facture_id, destinataire, objet, texte, demande_le)
      values (${e.id}, ${e.activite}::uuid, ${e.facture}::uuid, ${e.destinataire}, ${e.objet}, ${e.texte}, ${e.le}::timestamptz)
      on conflict do nothing`.execute(tx)
  ).numAffectedRows === 1n

export const noterRemise = async (tx: TenantTx, id: EnvoiId, le: Date): Promise<void> => {
  await sql`update facturation.envoi set remis_le = greatest(${le}::timestamptz, demande_le) where id = ${id}::uuid and remis_le is null`.execute(
    tx,
  )
}
