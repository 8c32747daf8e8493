import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Exercice, VersionCerfa } from '../domain/dossier.ts'

export type DepotId = Id<'Depot'>

export type DepotLu = {
  readonly id: DepotId
  readonly debut: DateCivile
  readonly fin: DateCivile
  readonly rang: number
  readonly cerfa: VersionCerfa
  /** SHA-256 du contenu, en hexadécimal. */
  readonly empreinte: string
  readonly transmisLe: DateCivile
  readonly recepisse: string
  readonly deposeLe: Date
}

const colonnes = sql`id, debut::text as debut, fin::text as fin, rang, cerfa, encode(empreinte, 'hex') as empreinte,
  transmis_le::text as "transmisLe", recepisse, depose_le as "deposeLe"`

/** Du plus récent au plus ancien. */
export const listerDepots = async (tx: TenantTx, e?: Exercice): Promise<DepotLu[]> =>
  (
    await sql<DepotLu>`select ${colonnes} from bpf.depot
      ${e ? sql`where debut = ${e.debut}::date and fin = ${e.fin}::date` : sql``} order by debut desc, rang desc`.execute(
      tx,
    )
  ).rows

export const lireDepot = async (
  tx: TenantTx,
  id: DepotId,
): Promise<(DepotLu & { readonly contenu: string }) | undefined> =>
  (
    await sql<
      DepotLu & { contenu: string }
    >`select ${colonnes}, contenu from bpf.depot where id = ${id}`.execute(tx)
  ).rows[0]

export type Recopie = { readonly repere: string; readonly valeur: string; readonly le: Date }

export const listerRecopies = async (tx: TenantTx, e: Exercice): Promise<ReadonlyMap<string, Recopie>> =>
  new Map(
    (
      await sql<Recopie>`select repere, valeur, le from bpf.recopie where debut = ${e.debut}::date and fin = ${e.fin}::date`.execute(
        tx,
      )
    ).rows.map((r) => [r.repere, r]),
  )
