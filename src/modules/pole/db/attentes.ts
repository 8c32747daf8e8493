import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { PoleId } from './poles.ts'

/** Ce qui attend une personne dans ses pôles. `id` : la coopérative, la décision ou la rencontre. */
export type Attente = {
  readonly quoi: 'visa' | 'voix' | 'reponse'
  readonly pole_id: PoleId
  readonly pole: string
  readonly id: string
  readonly titre: string
  readonly quand: Date
}

export const attentes = async (tx: TenantTx, le: Date): Promise<Attente[]> => {
  const { rows } =
    await sql<Attente>`select * from porte.ce_que_les_poles_attendent(${le}::timestamptz)`.execute(tx)
  return rows
}
