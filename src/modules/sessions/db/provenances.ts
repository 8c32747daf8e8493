import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { SessionId } from '../domain/ou-et-qui.ts'

/** Une session d'ici que le fichier pourrait redire. */
export type SessionConnue = {
  readonly id: SessionId
  readonly numero: string
  readonly offre: Id<'Offre'>
  readonly formateur: string
  readonly seances: readonly { readonly jour: DateCivile; readonly debut: number; readonly fin: number }[]
}

const connues = sql`s.id, s.numero, s.offre_id as offre, s.formateur,
  (select coalesce(jsonb_agg(jsonb_build_object('jour', x.jour, 'debut', x.debut_minutes, 'fin', x.fin_minutes) order by x.debut, x.id), '[]')
    from sessions.seance x where x.organisme_id = s.organisme_id and x.session_id = s.id) as seances`

/** Les sessions de ces offres, hors annulées, qui ont une séance entre ces jours. */
export const sessionsDesOffres = async (
  tx: TenantTx,
  offres: readonly string[],
  du: DateCivile,
  au: DateCivile,
): Promise<SessionConnue[]> =>
  offres.length === 0
    ? []
    : (
        await sql<SessionConnue>`select ${connues} from sessions.session s
          where s.offre_id = any (${`{${offres.join(',')}}`}::uuid[]) and s.etat <> 'annulee' and exists (select from sessions.seance x
            where x.organisme_id = s.organisme_id and x.session_id = s.id and x.jour between ${du}::date and ${au}::date)`.execute(
          tx,
        )
      ).rows

/** Les sessions que ces clés ont fait naître. */
export const sessionsDesCles = async (
  tx: TenantTx,
  cles: readonly string[],
): Promise<Map<string, SessionConnue>> => {
  if (cles.length === 0) return new Map()
  const { rows } = await sql<SessionConnue & { cle: string }>`select encode(p.cle, 'hex') as cle, ${connues}
    from sessions.provenance p join sessions.session s on s.organisme_id = p.organisme_id and s.id = p.session_id
    where p.cle = any (${`{${cles.map((c) => `\\\\x${c}`).join(',')}}`}::bytea[])`.execute(tx)
  return new Map(rows.map(({ cle, ...s }) => [cle, s]))
}
