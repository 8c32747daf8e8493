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
/** Faux : le transfert n’en porte pas davantage. */
export const joindreAuTransfert = async (
  tx: TenantTx,
  id: TransfertId,
  rang: number,
  f: { readonly nom: string; readonly octets: Uint8Array },
): Promise<boolean> =>
  (
    await sql<{
      r: boolean
    }>`select porte.transfert_joindre(${id}::uuid, ${rang}::integer, ${f.nom}, ${Buffer.from(f.octets)}::bytea) as r`.execute(
      tx,
    )
  ).rows[0]?.r ?? false
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
/** Un fichier d’une enseigne que l’on vient d’accueillir ; il est ôté aussitôt. */
export const prendreLeFichier = async (
  tx: TenantTx,
  id: TransfertId,
  nom: string,
): Promise<Buffer | undefined> =>
  (
    await sql<{
      octets: Buffer | null
    }>`select porte.transfert_fichier(${id}::uuid, ${nom}) as octets`.execute(tx)
  ).rows[0]?.octets ?? undefined
/** Ceux qu’aucun support n’a pris. */
export const oterLesFichiers = async (tx: TenantTx, id: TransfertId): Promise<void> => {
  await sql`select porte.transfert_fichier(${id}::uuid, null)`.execute(tx)
}
export const finirLeTransfert = (tx: TenantTx, id: TransfertId, motif: string, le: Date) =>
  mot(tx, sql<{ r: string }>`select porte.transfert_finir(${id}::uuid, ${motif}, ${le}::timestamptz) as r`)
