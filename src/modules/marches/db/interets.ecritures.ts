import { sql } from 'kysely'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'

export const direInteret = async (
  tx: TenantTx,
  l: {
    readonly lot: string
    readonly limite: Date
    readonly dit: 'seule' | 'ouvert' | 'nommee' | 'retire'
    readonly contenu: Uint8Array
  },
  le: Date,
): Promise<string> =>
  (
    await sql<{
      dit: string
    }>`select porte.dire_interet(${l.lot}, ${l.limite}::timestamptz, ${l.dit}, ${Buffer.from(l.contenu)}::bytea, ${le}::timestamptz) as dit`.execute(
      tx,
    )
  ).rows[0]?.dit ?? 'refuse'

export const rapprocherInterets = async (tx: PublicTx, le: Date): Promise<void> => {
  await sql`select porte.rapprocher_interets(${le}::timestamptz)`.execute(tx)
}

/** Faux : ce pôle l’a déjà ouvert, ou la personne ne l’anime pas. */
export const ouvrirLAveugle = async (
  tx: TenantTx,
  o: {
    readonly pole: string
    readonly id: string
    readonly juriste: string
    readonly lueLe: string
    readonly reserves: string
  },
  le: Date,
): Promise<boolean> =>
  (
    await sql`insert into marches.ouverture (pole_id, id, juriste, lue_le, reserves, le)
      values (${o.pole}::uuid, ${o.id}::uuid, ${o.juriste}, ${o.lueLe}::date, ${o.reserves}, ${le}::timestamptz) on conflict do nothing`.execute(
      tx,
    )
  ).numAffectedRows === 1n

export const fermerLAveugle = async (tx: TenantTx, pole: string, le: Date): Promise<boolean> =>
  (
    await sql`update marches.ouverture set fermee_le = ${le}::timestamptz where pole_id = ${pole}::uuid and fermee_le is null`.execute(
      tx,
    )
  ).numAffectedRows === 1n
