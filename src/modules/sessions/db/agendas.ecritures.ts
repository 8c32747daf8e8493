import { sql } from 'kysely'
import type { PersonneId } from '#kernel/id.ts'
import type { TiersId } from '#modules/tiers/index.ts'
import type { Occupe } from '#platform/agenda/etaler.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Agenda, AgendaId, ALire } from './agendas.ts'

export const poserAgenda = async (
  tx: TenantTx,
  a: Pick<Agenda, 'id' | 'activite' | 'personne' | 'nom' | 'creeLe'> & {
    readonly adresse: Uint8Array
    readonly creePar: PersonneId
  },
): Promise<boolean> =>
  (
    await sql`insert into sessions.agenda (id, activite_id, personne_id, nom, adresse, cree_par, cree_le)
      values (${a.id}, ${a.activite}, ${a.personne}, ${a.nom}, ${Buffer.from(a.adresse)}, ${a.creePar}, ${a.creeLe})
      on conflict (organisme_id, id) do nothing`.execute(tx)
  ).numAffectedRows === 1n

/** On ne le lit plus : l'adresse et ce que l'on en savait s'effacent. Faux s'il n'est pas d'ici, ou l'est déjà. */
export const retirerAgenda = async (tx: TenantTx, id: AgendaId, le: Date): Promise<boolean> => {
  await sql`delete from sessions.occupe_dehors where agenda_id = ${id}`.execute(tx)
  const { numAffectedRows } =
    await sql`update sessions.agenda set retire_le = ${le}, adresse = null, echec = null where id = ${id} and retire_le is null`.execute(
      tx,
    )
  return numAffectedRows === 1n
}

/** Ce que l'agenda dit aujourd'hui, à la place de ce qu'il disait. Rien s'il vient d'être retiré. */
export const remplacerPlages = async (
  tx: TenantTx,
  a: Pick<ALire, 'id' | 'activite'>,
  personne: TiersId,
  plages: readonly Occupe[],
  le: Date,
): Promise<void> => {
  const tenu = await sql`update sessions.agenda set lu_le = ${le}, essaye_le = ${le}, echec = null
    where id = ${a.id} and retire_le is null`.execute(tx)
  if (tenu.numAffectedRows !== 1n) return
  await sql`delete from sessions.occupe_dehors where agenda_id = ${a.id}`.execute(tx)
  if (plages.length === 0) return
  const lignes = plages.map((p) => ({
    id: newId(le),
    du: new Date(p.du).toISOString(),
    au: new Date(p.au).toISOString(),
    genre: p.type,
  }))
  await sql`insert into sessions.occupe_dehors (id, activite_id, agenda_id, personne_id, du, au, genre)
    select l.id, ${a.activite}, ${a.id}, ${personne}, l.du, l.au, l.genre
    from jsonb_to_recordset(${JSON.stringify(lignes)}::jsonb) as l (id uuid, du timestamptz, au timestamptz, genre text)`.execute(
    tx,
  )
}

/** `oublier` : l'agenda ne répond plus depuis longtemps, ce que l'on en savait ne vaut plus. */
export const noterEchec = async (
  tx: TenantTx,
  id: AgendaId,
  echec: string,
  le: Date,
  { oublier }: { readonly oublier: boolean },
): Promise<void> => {
  await sql`update sessions.agenda set essaye_le = ${le}, echec = ${echec.slice(0, 300)} where id = ${id} and retire_le is null`.execute(
    tx,
  )
  if (oublier) await sql`delete from sessions.occupe_dehors where agenda_id = ${id}`.execute(tx)
}
