import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { PoleId } from './poles.ts'

/** Ce qui attend une personne dans ses pôles. `id` : la coopérative, la décision, la rencontre ou l'engagement. */
export type Attente = {
  readonly quoi: 'visa' | 'voix' | 'reponse' | 'engagement' | 'suite' | 'annonce' | 'depouiller' | 'date'
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
