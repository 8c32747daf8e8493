import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'

export const insererJointe = async (
  tx: TenantTx,
  j: {
    readonly id: string
    readonly activite: ActiviteId
    readonly ligne: string
    readonly nom: string
    readonly fichier: string
    readonly type: string
    readonly taille: number
    readonly expireLe: string | null
    readonly le: Date
  },
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into qualite.jointe (id, activite_id, ligne_id, nom, fichier, type, taille, expire_le, jointe_le)
    values (${j.id}, ${j.activite}, ${j.ligne}, ${j.nom}, ${j.fichier}, ${j.type}, ${j.taille}, ${j.expireLe}, ${j.le}) on conflict do nothing`.execute(
      tx,
    )
  return numAffectedRows === 1n
}

export const retirerJointe = async (
  tx: TenantTx,
  id: string,
  activite: ActiviteId,
  le: Date,
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into qualite.jointe_retrait (jointe_id, activite_id, retiree_le)
    values (${id}, ${activite}, ${le}) on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}
