import { sql } from 'kysely'
import type { Id, OrganismeId, PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'

/** L’ouverture de l’intérêt à l’aveugle dans un pôle : qui a lu ses règles, quand, et qui l’a ouvert. */
export type Ouverture = {
  readonly pole: Id<'Pole'>
  readonly id: string
  readonly juriste: string
  readonly lueLe: string
  readonly reserves: string
  readonly le: Date
  readonly fermeeLe: Date | null
}

/** Les ouvertures des pôles de la coopérative, la dernière d’abord. */
export const ouverturesDesPoles = async (tx: TenantTx): Promise<Ouverture[]> =>
  (
    await sql<Ouverture>`select pole_id as pole, id, juriste, lue_le::text as "lueLe", reserves, le, fermee_le as "fermeeLe"
      from marches.ouverture order by le desc`.execute(tx)
  ).rows

export const polesAnimes = async (tx: TenantTx): Promise<string[]> =>
  (await sql<{ poles: string[] }>`select porte.poles_animes() as poles`.execute(tx)).rows[0]?.poles ?? []

/** Vrai si un pôle de la coopérative a ouvert l’intérêt à l’aveugle, et si la personne peut y répondre. */
export const peutDireInteret = async (
  tx: TenantTx,
): Promise<{ readonly ouvert: boolean; readonly repond: boolean }> =>
  (
    await sql<{
      ouvert: boolean
      repond: boolean
    }>`select cardinality(porte.poles_a_l_aveugle()) > 0 as ouvert, porte.repond_aux_marches() as repond`.execute(
      tx,
    )
  ).rows[0] ?? { ouvert: false, repond: false }

/** Faux : la personne anime un pôle ouvert, ou ses fonctions ne répondent pas à un marché. */
export const repondAuxMarches = async (tx: TenantTx): Promise<boolean> =>
  (await sql<{ repond: boolean }>`select porte.repond_aux_marches() as repond`.execute(tx)).rows[0]
    ?.repond === true

/** Note que ce lot est regardé : la même écriture que s’y dire intéressée, pleine de bruit. */
export const regarderLot = async (
  tx: TenantTx,
  l: { readonly lot: string; readonly limite: Date; readonly bruit: Uint8Array },
  le: Date,
): Promise<string> =>
  (
    await sql<{
      dit: string
    }>`select porte.regarder_lot(${l.lot}, ${l.limite}::timestamptz, ${Buffer.from(l.bruit)}::bytea, ${le}::timestamptz) as dit`.execute(
      tx,
    )
  ).rows[0]?.dit ?? 'refuse'

export type MotDit = {
  readonly dit: 'seule' | 'ouvert' | 'nommee' | 'retire'
  readonly contenu: Buffer
  readonly le: Date
  readonly par: PersonneId
}
/** Ce que sa coopérative a dit de ce lot, le dernier mot d’abord. */
export const monInteret = async (tx: TenantTx, lot: string): Promise<MotDit[]> =>
  (await sql<MotDit>`select dit, contenu, le, par from porte.mon_interet(${lot})`.execute(tx)).rows

export const revelationDu = async (tx: TenantTx, lot: string): Promise<Date | undefined> =>
  (await sql<{ le: Date }>`select le from marches.revelation where lot = ${lot}`.execute(tx)).rows[0]?.le

export const nommeesDu = async (
  tx: TenantTx,
  lot: string,
): Promise<{ readonly organisme: OrganismeId; readonly nom: string; readonly le: Date }[]> =>
  (
    await sql<{
      organisme: OrganismeId
      nom: string
      le: Date
    }>`select organisme_id as organisme, nom, le from porte.nommees_du_lot(${lot})`.execute(tx)
  ).rows
