import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { PublicTx } from '#platform/db/index.ts'

export type RecuDeLien = {
  readonly organisme: string
  readonly signeeLe: Date
  readonly numero: number
  readonly empreinte: string
}

/** Le reçu d’un lien qui a servi : rien si le lien n’a pas servi, n’est pas des nôtres ou est échu. */
export const lireRecu = async (tx: PublicTx, jeton: string): Promise<RecuDeLien | undefined> => {
  const { rows } =
    await sql<RecuDeLien>`select organisme, signee_le as "signeeLe", numero, encode(empreinte, 'hex') as empreinte
    from porte.recu_d_emargement(${createHash('sha256').update(jeton).digest()}::bytea)`.execute(tx)
  return rows[0]
}
