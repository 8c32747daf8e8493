import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Exercice, VersionCerfa } from '../domain/dossier.ts'
import type { DepotId } from './depots.queries.ts'

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
