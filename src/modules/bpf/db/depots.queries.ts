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

/** Ajoute un dépôt au rang suivant ; rien si ce jeton a déjà servi. */
export const ajouterDepot = async (
  tx: TenantTx,
  d: {
    readonly id: DepotId
    readonly exercice: Exercice
    readonly cerfa: VersionCerfa
    readonly contenu: string
    readonly transmisLe: DateCivile
    readonly recepisse: string
    readonly le: Date
  },
): Promise<boolean> =>
  (
    await sql`insert into bpf.depot (id, debut, fin, rang, cerfa, contenu, empreinte, transmis_le, recepisse, depose_le)
      select ${d.id}::uuid, ${d.exercice.debut}::date, ${d.exercice.fin}::date,
        coalesce((select max(x.rang) from bpf.depot x where x.debut = ${d.exercice.debut}::date and x.fin = ${d.exercice.fin}::date), 0) + 1,
        ${d.cerfa}, ${d.contenu}, sha256(convert_to(${d.contenu}, 'UTF8')), ${d.transmisLe}::date, ${d.recepisse}, ${d.le}
      on conflict (organisme_id, id) do nothing returning id`.execute(tx)
  ).rows.length === 1

export type Recopie = { readonly repere: string; readonly valeur: string; readonly le: Date }
export const listerRecopies = async (tx: TenantTx, e: Exercice): Promise<ReadonlyMap<string, Recopie>> =>
  new Map(
    (
      await sql<Recopie>`select repere, valeur, le from bpf.recopie where debut = ${e.debut}::date and fin = ${e.fin}::date`.execute(
        tx,
      )
    ).rows.map((r) => [r.repere, r]),
  )

/** Les cases cochées, avec ce qu'elles valent ; une case cochée de nouveau garde sa valeur d'alors, sauf si on la refait. */
export const garderRecopies = async (
  tx: TenantTx,
  e: Exercice,
  cochees: readonly { readonly repere: string; readonly valeur: string }[],
  refaites: readonly string[],
  le: Date,
): Promise<void> => {
  await sql`delete from bpf.recopie where debut = ${e.debut}::date and fin = ${e.fin}::date
    and (not (repere = any (select t.repere from jsonb_to_recordset(${JSON.stringify(cochees)}::jsonb) as t(repere text)))
      or repere = any (select jsonb_array_elements_text(${JSON.stringify(refaites)}::jsonb)))`.execute(tx)
  await sql`insert into bpf.recopie (debut, fin, repere, valeur, le)
    select ${e.debut}::date, ${e.fin}::date, t.repere, t.valeur, ${le}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(cochees)}::jsonb) as t(repere text, valeur text)
    on conflict do nothing`.execute(tx)
}
