import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { ChorusRegle } from './chorus.ts'

export const poserChorus = async (
  tx: TenantTx,
  c: Pick<ChorusRegle, 'api' | 'jeton' | 'client' | 'compte'> & {
    readonly secret: Uint8Array
    readonly poseLe: Date
  },
): Promise<void> => {
  await sql`insert into facturation.chorus (api, jeton, client, compte, secret, pose_le)
      values (${c.api}, ${c.jeton}, ${c.client}, ${c.compte}, ${Buffer.from(c.secret)}, ${c.poseLe}::timestamptz)
    on conflict (organisme_id) do update set api = excluded.api, jeton = excluded.jeton, client = excluded.client, compte = excluded.compte,
      secret = excluded.secret, pose_le = excluded.pose_le, pose_par = excluded.pose_par, echec = null`.execute(
    tx,
  )
}

/** Un essai qui commence, des clés qui changent : chacun son tour. */
export const verrouillerChorus = async (tx: TenantTx): Promise<void> => {
  await sql`select 1 from facturation.chorus where organisme_id = (select app.organisme()) for update`.execute(
    tx,
  )
}

export const oterChorus = async (tx: TenantTx): Promise<boolean> =>
  (await sql`delete from facturation.chorus where organisme_id = (select app.organisme())`.execute(tx))
    .numAffectedRows === 1n

export const noterReleveDeChorus = async (
  tx: TenantTx,
  r: { readonly le: Date; readonly echec: string | null },
): Promise<void> => {
  await sql`update facturation.chorus set releve_le = ${r.le}::timestamptz, echec = ${r.echec}::text
    where organisme_id = (select app.organisme())`.execute(tx)
}
