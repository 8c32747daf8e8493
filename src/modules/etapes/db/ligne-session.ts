import { sql } from 'kysely'
import { uneFois } from '#platform/db/index.ts'

export type LigneDeSession = {
  readonly armees: number
  readonly refuses: number
  readonly partis: number
  readonly empeches: number
  readonly arretee: boolean
}

/** Ce que la page d’une session dit de ses envois : une question, qui part avec les siennes. */
export const ligneDeSession = uneFois(async (tx, session): Promise<LigneDeSession> => {
  const { rows } = await sql<LigneDeSession>`select
    (select count(*) from etapes.armement a where a.organisme_id = o.id and a.session_id = ${session}::uuid and a.desarme_le is null)::int4 as armees,
    (select count(*) from etapes.envoi x where x.organisme_id = o.id and x.session_id = ${session}::uuid and x.etat = 'refuse')::int4 as refuses,
    (select count(*) from etapes.envoi x where x.organisme_id = o.id and x.session_id = ${session}::uuid and x.etat = 'parti')::int4 as partis,
    (select count(*) from etapes.empechement e where e.organisme_id = o.id and e.session_id = ${session}::uuid)::int4 as empeches,
    exists (select from etapes.arret r where r.organisme_id = o.id and r.leve_le is null and r.code is null and r.personne_id is null
      and (r.session_id is null or r.session_id = ${session}::uuid)) as arretee
    from (select app.organisme() as id) o`.execute(tx)
  return rows[0] ?? { armees: 0, refuses: 0, partis: 0, empeches: 0, arretee: false }
})
