import { sql } from 'kysely'
import { composee, uneFois } from '#platform/db/index.ts'

export type LigneDeSession = {
  readonly armees: number
  readonly refuses: number
  readonly partis: number
  readonly empeches: number
  readonly arretee: boolean
}

// Le mur donne l’organisme ; le redire ferait vérifier le sceau une fois de plus par table.
const ligne = composee(
  (session: string) => sql<LigneDeSession>`select
    (select count(*) from etapes.armement a where a.session_id = ${session}::uuid and a.desarme_le is null)::int4 as armees,
    x.refuses, x.partis,
    (select count(*) from etapes.empechement e where e.session_id = ${session}::uuid)::int4 as empeches,
    exists (select from etapes.arret r where r.leve_le is null and r.code is null and r.personne_id is null
      and (r.session_id is null or r.session_id = ${session}::uuid)) as arretee
    from (select count(*) filter (where e.etat = 'refuse')::int4 as refuses, count(*) filter (where e.etat = 'parti')::int4 as partis
      from etapes.envoi e where e.session_id = ${session}::uuid) x`,
)

/** Ce que la page d’une session dit de ses envois : une question, qui part avec les siennes. */
export const ligneDeSession = uneFois(async (tx, session): Promise<LigneDeSession> => {
  const { rows } = await ligne(tx, session)
  return rows[0] ?? { armees: 0, refuses: 0, partis: 0, empeches: 0, arretee: false }
})
