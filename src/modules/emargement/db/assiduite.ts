/** Les cases passées, sans lire les tracés ni les motifs : de quoi dire qui suit et qui décroche, sur plusieurs sessions à la fois. */
import { sql } from 'kysely'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import { coupees, etatsQuiSeTiennent } from '#modules/sessions/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { SessionId } from '../domain/ports.ts'
import type { InscriptionId, SeanceId } from '../domain/signer-demi-journee.ts'
import { etatDeCase, faitUneCase, rectifications, sourcesDesCases } from './lectures.ts'

export type CasePassee = {
  readonly session: SessionId
  readonly activite: ActiviteId
  readonly seance: SeanceId
  readonly debut: Date
  readonly fin: Date
  readonly minutes: number
  readonly close: boolean
  readonly inscription: InscriptionId
  readonly personne: PersonneId
  readonly prenom: string
  readonly nom: string
  /** Elle tient encore sa place. */
  readonly inscrite: boolean
  readonly etat: 'presente' | 'absente' | 'attendue'
  /** Retard et départ anticipé. */
  readonly perdues: number
}

/** D’une session, ou de toutes celles qui sont en cours à cet instant ; les demi-journées finies, dans l’ordre, coupées où elles le furent. */
export const lireCasesPassees = async (
  tx: TenantTx,
  maintenant: Date,
  session?: SessionId,
): Promise<CasePassee[]> => {
  const vises = session
    ? sql`array[${session}::uuid]`
    : sql`array(select s.id from sessions.session s where s.organisme_id = (select app.organisme()) and s.etat in ${cesMots(etatsQuiSeTiennent)}
        and s.premier_jour <= (${maintenant}::timestamptz)::date and s.dernier_jour >= (${maintenant}::timestamptz - interval '2 days')::date
        order by s.dernier_jour, s.id limit 200)`
  const { rows } = await sql<CasePassee>`
    with r as materialized (${rectifications(vises)}), k as materialized ${coupees(sql`select unnest(${vises})`)}
    select i.session_id as session, i.activite_id as activite, se.id as seance, se.debut,
      case when k.id is null then se.fin else se.debut + make_interval(mins => k.a - se.debut_minutes) end as fin,
      coalesce(k.a, se.fin_minutes) - se.debut_minutes as minutes,
      exists (select from emargement.cloture c where c.organisme_id = se.organisme_id and c.seance_id = se.id) as close,
      i.id as inscription, p.id as personne, p.prenom, p.nom, i.etat = 'inscrit' as inscrite, ${etatDeCase} as etat,
      coalesce(r.retard_min, g.retard_min, 0) + coalesce(r.depart_min, 0) as perdues
    from ${sourcesDesCases}
    join tiers.personne p on p.organisme_id = i.organisme_id and p.id = i.personne_id
    left join k on k.id = se.id
    where i.organisme_id = (select app.organisme()) and i.session_id = any (${vises}) and (se.tenue or k.id is not null)
      and se.debut + make_interval(mins => coalesce(k.a, se.fin_minutes) - se.debut_minutes) <= ${maintenant}::timestamptz
      and ${faitUneCase}
    order by p.pli, i.id, se.debut, se.id`.execute(tx)
  return rows
}
