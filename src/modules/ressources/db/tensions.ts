import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { Manque, Tension } from '../domain/tensions.ts'

export const lireTensions = async (tx: TenantTx): Promise<Tension[]> =>
  (
    await sql<Tension>`select pole, nom_du_pole as "nomDuPole", nsf, cooperatives from porte.tensions_des_poles()`.execute(
      tx,
    )
  ).rows
/** Ce que la coopérative a dit, le plus récent d’abord ; deux cents au plus. */
export const lireManques = async (tx: TenantTx): Promise<Manque[]> =>
  (
    await sql<Manque>`select id, pole, nom_du_pole as "nomDuPole", nsf, dit_le as "ditLe" from porte.manques_d_ici()`.execute(
      tx,
    )
  ).rows
