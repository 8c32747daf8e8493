import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'

/** Une session où l'une de ces fiches a été inscrite. */
export type Suivie = {
  readonly session: SessionId
  readonly numero: string
  readonly intitule: string
  readonly du: DateCivile | null
  readonly au: DateCivile | null
  readonly etat: string
}

/** La plus récente d'abord. `personnes` : une fiche et celles qui lui sont réunies. */
export const suiviesPar = async (tx: TenantTx, personnes: readonly string[]): Promise<Suivie[]> =>
  (
    await sql<Suivie>`select i.session_id as session, s.numero, s.intitule, i.etat,
        min(e.jour)::text as du, max(e.jour)::text as au
      from inscriptions.inscription i
        join sessions.session s on s.organisme_id = i.organisme_id and s.id = i.session_id
        left join sessions.seance e on e.organisme_id = s.organisme_id and e.session_id = s.id
      where i.personne_id = any (${`{${personnes.join(',')}}`}::uuid[])
      group by i.id, i.session_id, i.etat, i.inscrite_le, s.numero, s.intitule
      order by i.inscrite_le desc, i.id`.execute(tx)
  ).rows
