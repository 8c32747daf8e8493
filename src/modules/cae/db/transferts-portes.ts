/** Chaque porte répond d’un mot : ce qui s’est fait, ou pourquoi rien n’a bougé (`direRefusDeTransfert`). */
import { type RawBuilder, sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { TransfertId } from '../domain/transferts.ts'

const mot = async (tx: TenantTx, appel: RawBuilder<{ r: string }>): Promise<string> =>
  (await appel.execute(tx)).rows[0]?.r ?? 'refuse'

/** Deux gestes sur le même transfert s’attendent. */
export const verrouillerTransfert = async (tx: TenantTx, id: TransfertId): Promise<void> => {
  await sql`select pg_advisory_xact_lock(4819, hashtext(${id}::text))`.execute(tx)
}
export const proposerLeTransfert = (
  tx: TenantTx,
  id: TransfertId,
  t: { readonly enseigne: ActiviteId; readonly siret: string; readonly jour: DateCivile },
  le: Date,
) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.transfert_proposer(${id}::uuid, ${t.enseigne}::uuid, ${t.siret}, ${t.jour}::date, ${le}::timestamptz) as r`,
  )
export const accorderLeTransfert = (tx: TenantTx, id: TransfertId, oui: boolean, le: Date) =>
  mot(tx, sql<{ r: string }>`select porte.transfert_accorder(${id}::uuid, ${oui}, ${le}::timestamptz) as r`)
export const joindreAuTransfert = async (
  tx: TenantTx,
  id: TransfertId,
  rang: number,
  f: { readonly nom: string; readonly octets: Uint8Array },
): Promise<void> => {
  await sql`select porte.transfert_joindre(${id}::uuid, ${rang}::integer, ${f.nom}, ${Buffer.from(f.octets)}::bytea)`.execute(
    tx,
  )
}
/** Sans contenu, dit seulement si cela se peut (« pret »). */
export const remettreLeTransfert = (tx: TenantTx, id: TransfertId, contenu: object | null, le: Date) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.transfert_remettre(${id}::uuid, ${contenu && JSON.stringify(contenu)}::jsonb, ${le}::timestamptz) as r`,
  )
export const accueillirLeTransfert = (tx: TenantTx, id: TransfertId, nee: ActiviteId, le: Date) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.transfert_accueillir(${id}::uuid, ${nee}::uuid, ${le}::timestamptz) as r`,
  )
/** Les fichiers d’une enseigne que l’on vient d’accueillir ; ils sont ôtés aussitôt. */
export const prendreLesFichiers = async (
  tx: TenantTx,
  id: TransfertId,
): Promise<readonly { readonly nom: string; readonly octets: Buffer }[]> =>
  (
    await sql<{
      nom: string
      octets: Buffer
    }>`select f.nom, f.octets from porte.transfert_fichiers(${id}::uuid, true) f`.execute(tx)
  ).rows
export const finirLeTransfert = (tx: TenantTx, id: TransfertId, motif: string, le: Date) =>
  mot(tx, sql<{ r: string }>`select porte.transfert_finir(${id}::uuid, ${motif}, ${le}::timestamptz) as r`)
