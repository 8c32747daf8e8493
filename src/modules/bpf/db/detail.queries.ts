import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import { coupees } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Exercice } from '../domain/dossier.ts'

export type SeanceSuivie = {
  readonly seance: Id<'Seance'>
  readonly session: Id<'Session'>
  readonly jour: DateCivile
  /** `journee` et `asynchrone` ne viennent que d'une reprise. */
  readonly moment: string
  readonly minutes: number
  readonly suivies: number
  /** Heures décimales d'une séance reprise ; nulles sinon. */
  readonly heures: string | null
  readonly etat: 'presente' | 'absente' | 'attendue'
  readonly signeeLe: Date | null
  readonly reprise: boolean
  /** Assurée par un autre membre du groupement : elle ne compte pas chez nous (R14). */
  readonly cotraitee: boolean
}

/** Séance par séance, dans l'exercice, ce que ces inscriptions ont suivi et d'où on le tient ; une séance coupée, jusqu'à la coupure. */
export const seancesSuivies = async (
  tx: TenantTx,
  e: Exercice,
  inscriptions: readonly string[],
): Promise<SeanceSuivie[]> =>
  (
    await sql<SeanceSuivie>`with r as (select distinct on (x.inscription_id, x.seance_id) x.inscription_id, x.seance_id, x.etat,
          x.retard_min as retard, x.depart_min as depart, x.presente_le
        from emargement.rectification x where x.etat is not null and x.inscription_id = any (${`{${inscriptions.join(',')}}`}::uuid[])
        order by x.inscription_id, x.seance_id, x.rang desc),
      z as materialized ${coupees(sql`select i.session_id from inscriptions.inscription i where i.id = any (${`{${inscriptions.join(',')}}`}::uuid[])`)},
      l as (select x.id as seance, x.session_id as session, x.jour, coalesce(t.moment, x.demi_journee) as moment,
        coalesce(z.a, x.fin_minutes) - x.debut_minutes as minutes, x.debut,
        case when x.reprise then case when v.heures is null then 'absente' else 'presente' end
          else coalesce(r.etat, case when g.signee_le is not null then 'presente' when a.notee_le is not null then 'absente' else 'attendue' end)
          end as etat,
        greatest(coalesce(z.a, x.fin_minutes) - x.debut_minutes - coalesce(r.retard, g.retard_min, 0)
          - greatest(coalesce(r.depart, 0) - (x.fin_minutes - coalesce(z.a, x.fin_minutes)), 0), 0) as pleines,
        v.heures::text as heures, coalesce(r.presente_le, case when r.etat is null then g.signee_le end) as "signeeLe", x.reprise,
        t.cotraitant is not null or x.cotraitant_id is not null as cotraitee, i.arrivee_le
      from inscriptions.inscription i join sessions.seance x on x.organisme_id = i.organisme_id and x.session_id = i.session_id
        left join bpf.seance_reprise t on t.organisme_id = x.organisme_id and t.seance_id = x.id
        left join bpf.presence_reprise v on v.organisme_id = i.organisme_id and v.inscription_id = i.id and v.seance_id = x.id
        left join z on z.id = x.id
        left join r on r.inscription_id = i.id and r.seance_id = x.id
        left join emargement.signature g on g.organisme_id = i.organisme_id and g.inscription_id = i.id and g.seance_id = x.id
        left join emargement.absence a on a.organisme_id = i.organisme_id and a.inscription_id = i.id and a.seance_id = x.id
      where i.id = any (${`{${inscriptions.join(',')}}`}::uuid[]) and (x.tenue or z.id is not null) and x.jour between ${e.debut}::date and ${e.fin}::date)
      select seance, session, jour::text as jour, moment, minutes, case when etat = 'presente' then pleines else 0 end as suivies,
        heures, etat, "signeeLe", reprise, cotraitee from l
      where etat <> 'attendue' or arrivee_le is null or jour >= arrivee_le order by jour, debut, seance`.execute(
      tx,
    )
  ).rows

/** Le premier jour dont l'organisme garde une trace : séance, tenue ou coupée, ou reprise. */
export const premiereTrace = async (tx: TenantTx): Promise<DateCivile | undefined> =>
  (
    await sql<{
      jour: DateCivile | null
    }>`select least((select min(jour) from sessions.seance where tenue and not reprise),
        (select min(x.jour) from sessions.seance x join ${coupees(sql`select id from sessions.session where etat <> 'annulee'`)} z on z.id = x.id),
        (select min(debut) from bpf.reprise where remplacee_le is null))::text as jour`.execute(tx)
  ).rows[0]?.jour ?? undefined

export type PresencesReprises = {
  readonly cas: string
  readonly lueLe: DateCivile
  readonly gens: readonly { readonly nom: string; readonly seances: number; readonly heures: string }[]
}

/** Ce qu'un fichier disait de cette session ; rien si elle n'est pas reprise. */
export const presencesReprises = async (
  tx: TenantTx,
  session: string,
): Promise<PresencesReprises | undefined> => {
  const { rows } = await sql<{ cas: string; lueLe: DateCivile }>`select r.cas, r.lue_le::date::text as "lueLe"
    from sessions.session s join bpf.reprise r on r.organisme_id = s.organisme_id and r.id = s.reprise_id
    where s.id = ${session}::uuid`.execute(tx)
  const [reprise] = rows
  if (!reprise) return undefined
  const gens = await sql<
    PresencesReprises['gens'][number]
  >`select p.prenom || ' ' || p.nom as nom, count(v.seance_id)::int4 as seances,
      coalesce(sum(v.heures), 0)::text as heures
    from inscriptions.inscription i join tiers.personne p on p.organisme_id = i.organisme_id and p.id = i.personne_id
      left join bpf.presence_reprise v on v.organisme_id = i.organisme_id and v.inscription_id = i.id
    where i.session_id = ${session}::uuid group by p.id, p.prenom, p.nom, p.pli order by p.pli, p.id`.execute(
    tx,
  )
  return { ...reprise, gens: gens.rows }
}
