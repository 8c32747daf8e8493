/** Les heures d’une action dans les jours qu’une facture dit avoir servis : ce qui partage une période à cheval (R16). */
import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import { coupees } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { LireHeures } from '../domain/argent.ts'
import type { Exercice } from '../domain/dossier.ts'
import { minutesEnHeures } from '../domain/fraction.ts'

type PeriodeDeSession = { readonly session: string; readonly du: DateCivile; readonly au: DateCivile }

const cle = (d: PeriodeDeSession) => `${d.session} ${d.du} ${d.au}`

/** Les demi-journées tenues, coupées comprises jusqu’à leur coupure, et que nous assurons (R14). Sans demande, rien n’est lu. */
export const heuresDesPeriodes = async (
  tx: TenantTx,
  e: Exercice,
  demandes: readonly PeriodeDeSession[],
): Promise<LireHeures> => {
  if (demandes.length === 0) return () => undefined
  const { rows } = await sql<PeriodeDeSession & { ici: number; enTout: number }>`with d as (
      select distinct d.session, d.du, d.au from jsonb_to_recordset(${JSON.stringify(demandes)}::jsonb) as d(session uuid, du date, au date)),
    z as materialized ${coupees(sql`select d.session from d`)},
    t as (select x.session_id, x.jour, coalesce(z.a, x.fin_minutes) - x.debut_minutes as minutes
      from sessions.seance x left join z on z.id = x.id
      where x.session_id in (select d.session from d) and (x.tenue or z.id is not null) and x.cotraitant_id is null)
    select d.session::text as session, d.du, d.au,
        (coalesce(sum(t.minutes) filter (where t.jour between ${e.debut}::date and ${e.fin}::date), 0))::int4 as ici,
        (coalesce(sum(t.minutes), 0))::int4 as "enTout"
      from d join t on t.session_id = d.session and t.jour between d.du and d.au
      group by d.session, d.du, d.au`.execute(tx)
  const lues = new Map(
    rows.map((r) => [cle(r), { ici: minutesEnHeures(r.ici), enTout: minutesEnHeures(r.enTout) }]),
  )
  return (session, p) => lues.get(cle({ session, ...p }))
}
