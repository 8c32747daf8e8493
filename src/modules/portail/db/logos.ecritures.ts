import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { Logo } from './logos.ts'

/** L'adresse d'un logo change avec lui. */
const cleDe = (octets: Uint8Array) => createHash('sha256').update(octets).digest('hex').slice(0, 16)

export const poserLogo = async (tx: TenantTx, l: Logo, le: Date): Promise<void> => {
  await sql`insert into portail.logo (type, octets, largeur, hauteur, cle, pose_le)
    values (${l.type}, ${Buffer.from(l.octets)}, ${l.largeur}, ${l.hauteur}, ${cleDe(l.octets)}, ${le})
    on conflict (organisme_id) do update set (type, octets, largeur, hauteur, cle, pose_le)
      = (excluded.type, excluded.octets, excluded.largeur, excluded.hauteur, excluded.cle, excluded.pose_le)`.execute(
    tx,
  )
}

export const oterLogo = async (tx: TenantTx): Promise<void> => {
  await sql`delete from portail.logo`.execute(tx)
}
