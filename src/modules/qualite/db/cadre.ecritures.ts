import { sql } from 'kysely'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Cadre } from '../domain/controle.ts'
import type { Jugement } from '../domain/moteur.ts'

export const garderCadre = async (tx: TenantTx, id: string, c: Cadre, le: Date): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into qualite.cadre (id, genre, audit_le, depuis, categories, situation, pose_le)
    values (${id}, ${c.genre}, ${c.auditLe}, ${c.depuis}, ${[...c.categories]}, ${[...c.situation]}, ${le}) on conflict do nothing`.execute(
      tx,
    )
  return numAffectedRows === 1n
}

export const garderJugement = async (
  tx: TenantTx,
  j: Omit<Jugement, 'par' | 'id'> & { readonly id?: string },
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into qualite.jugement (id, indicateur, version, etat, motif, vaut_jusqu, juge_le)
    values (${j.id ?? newId()}, ${j.indicateur}, ${j.version}, ${j.etat}, ${j.motif}, ${j.vautJusqu}, ${j.jugeLe}) on conflict do nothing`.execute(
      tx,
    )
  return numAffectedRows === 1n
}
