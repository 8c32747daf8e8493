import { sql } from 'kysely'
import type { ActiviteId, Id, PersonneId } from '#kernel/id.ts'
import type { TiersId } from '#modules/tiers/index.ts'
import type { Occupe } from '#platform/agenda/etaler.ts'
import type { TenantTx } from '#platform/db/index.ts'

export type AgendaId = Id<'Agenda'>

/** Un agenda du dehors que l'on relit. L'adresse reste dans la base, chiffrée : rien ne la remontre. */
export type Agenda = {
  readonly id: AgendaId
  readonly activite: ActiviteId
  readonly personne: TiersId
  readonly qui: string
  /** Le compte de la personne, si elle en a un ici. */
  readonly compte: PersonneId | null
  readonly nom: string
  readonly creeLe: Date
  readonly retireLe: Date | null
  readonly luLe: Date | null
  readonly echec: string | null
  readonly plages: number
}

const colonnes = sql`g.id, g.activite_id as activite, g.personne_id as personne, concat_ws(' ', p.prenom, p.nom) as qui,
  (select v.compte_id from tiers.intervenant v where v.organisme_id = g.organisme_id and v.personne_id = g.personne_id) as compte,
  g.nom, g.cree_le as "creeLe", g.retire_le as "retireLe", g.lu_le as "luLe", g.echec,
  (select count(*)::int4 from sessions.occupe_dehors d where d.organisme_id = g.organisme_id and d.agenda_id = g.id) as plages`

/** Ceux que l'on lit encore d'abord. `compte` : les siens seulement. */
export const listerAgendas = async (tx: TenantTx, compte?: PersonneId): Promise<Agenda[]> =>
  (
    await sql<Agenda>`select * from (select ${colonnes} from sessions.agenda g
        join tiers.personne p on p.organisme_id = g.organisme_id and p.id = g.personne_id) l
      where ${compte === undefined ? sql`true` : sql`l.compte = ${compte}`}
      order by l."retireLe" nulls first, l.qui, l."creeLe" limit 300`.execute(tx)
  ).rows

export type ALire = {
  readonly id: AgendaId
  readonly activite: ActiviteId
  readonly personne: TiersId
  readonly adresse: Buffer
  readonly luLe: Date | null
}

/** Ceux que l'on lit ; ou celui-là, s'il en est. */
export const agendasALire = async (tx: TenantTx, id?: AgendaId): Promise<ALire[]> =>
  (
    await sql<ALire>`select id, activite_id as activite, personne_id as personne, adresse, lu_le as "luLe" from sessions.agenda
      where retire_le is null and ${id === undefined ? sql`true` : sql`id = ${id}`} order by id`.execute(tx)
  ).rows

export type PlageDehors = { readonly du: Date; readonly au: Date; readonly genre: Occupe['type'] }

/** Ce que les agendas disent entre ces instants, par personne. */
export const plagesDehors = async (
  tx: TenantTx,
  du: Date,
  au: Date,
): Promise<ReadonlyMap<string, readonly PlageDehors[]>> => {
  const { rows } = await sql<
    PlageDehors & { personne: string }
  >`select personne_id as personne, greatest(du, ${du}) as du,
      least(au, ${au}) as au, genre from sessions.occupe_dehors where du < ${au} and au > ${du} order by du limit 5000`.execute(
    tx,
  )
  return Map.groupBy(rows, (l) => l.personne)
}
