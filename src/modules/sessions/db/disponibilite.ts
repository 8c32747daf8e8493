import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { TiersId } from '#modules/tiers/index.ts'
import type { Occupe } from '#platform/agenda/etaler.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { SessionId } from '../domain/ou-et-qui.ts'
import { memeFiche } from './meme-fiche.ts'
import type { SeanceId } from './sessions.queries.ts'

/** Une demi-journée posée sur ce que l’on sait de qui l’anime : une absence déclarée, ou ce que dit son agenda du dehors. */
export type Heurt = {
  readonly personne: TiersId
  readonly qui: string
  readonly seance: SeanceId
  readonly jour: DateCivile
  readonly genre: 'absence' | Occupe['type']
}

/** Ceux des demi-journées à venir de cette session, dans l’ordre : des avertissements, jamais des refus. Une absence passe d’abord. */
export const heurts = async (tx: TenantTx, session: SessionId, depuis: Date): Promise<Heurt[]> =>
  (
    await sql<Heurt>`select a.personne_id as personne, concat_ws(' ', p.prenom, p.nom) as qui, x.id as seance, x.jour, min(d.genre) as genre
      from sessions.seance x
        join sessions.affectation a on a.organisme_id = x.organisme_id and a.seance_id = x.id
        join tiers.personne p on p.organisme_id = a.organisme_id and p.id = a.personne_id
        cross join lateral (
          select 'absence' as genre from sessions.conge c where c.organisme_id = a.organisme_id and c.retire_le is null
            and c.du <= x.jour and c.au >= x.jour and ${memeFiche('c', 'a')}
          union all
          select o.genre from sessions.occupe_dehors o where o.organisme_id = a.organisme_id and o.personne_id = a.personne_id
            and o.du < x.fin and o.au > x.debut) d
      where x.session_id = ${session} and x.tenue and x.fin > ${depuis}
      group by a.personne_id, p.prenom, p.nom, x.id, x.jour, x.debut order by x.debut, a.personne_id limit 40`.execute(
      tx,
    )
  ).rows
