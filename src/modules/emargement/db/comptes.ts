/** Les cases comptées, pour une journée entière de la coopérative : la même règle que `lireCases`, sans lire les gens. */
import { sql } from 'kysely'
import { coupees, etatsSansAction } from '#modules/sessions/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { SeanceId } from '../domain/signer-demi-journee.ts'
import { etatDeCase, faitUneCase, rectifications, sourcesDesCases } from './lectures.ts'

export type CompteDeCases = { readonly cases: number; readonly presentes: number; readonly absentes: number }

/** Par demi-journée : combien de cases, combien établies présentes, combien absentes. Absente du rendu : aucune case. */
export const compterCases = async (
  tx: TenantTx,
  seances: readonly SeanceId[],
): Promise<ReadonlyMap<SeanceId, CompteDeCases>> => {
  if (seances.length === 0) return new Map()
  const ids = sql`${`{${seances.join(',')}}`}::uuid[]`
  const { rows } = await sql<CompteDeCases & { readonly seance: SeanceId }>`
    with r as materialized (${rectifications(sql`(select array_agg(x.session_id) from sessions.seance x where x.id = any (${ids}))::uuid[]`)}),
    c as (select se.id, ${etatDeCase} as etat from ${sourcesDesCases}
      where i.organisme_id = (select app.organisme()) and se.id = any (${ids}) and ${faitUneCase})
    select id as seance, count(*)::int4 as cases, (count(*) filter (where etat = 'presente'))::int4 as presentes,
      (count(*) filter (where etat = 'absente'))::int4 as absentes
    from c group by id`.execute(tx)
  return new Map(rows.map(({ seance, ...n }) => [seance, n]))
}

export type CasesNommees = CompteDeCases & {
  readonly inscriptions: readonly string[]
  /** Les premiers, par nom, de ceux que l’on attend encore. */
  readonly restent: readonly string[]
}

/** Les mêmes comptes, avec qui est là et le nom des `noms` premiers que l’on attend : pour la journée, jamais pour une feuille. */
export const nommerCases = async (
  tx: TenantTx,
  seances: readonly SeanceId[],
  noms: number,
): Promise<ReadonlyMap<SeanceId, CasesNommees>> => {
  if (seances.length === 0) return new Map()
  const ids = sql`${`{${seances.join(',')}}`}::uuid[]`
  const { rows } = await sql<CasesNommees & { readonly seance: SeanceId }>`
    with r as materialized (${rectifications(sql`(select array_agg(x.session_id) from sessions.seance x where x.id = any (${ids}))::uuid[]`)}),
    c as (select se.id, i.id as inscription, p.prenom || ' ' || p.nom as nom, p.pli, ${etatDeCase} as etat from ${sourcesDesCases}
      join tiers.personne p on p.organisme_id = i.organisme_id and p.id = i.personne_id
      where i.organisme_id = (select app.organisme()) and se.id = any (${ids}) and ${faitUneCase})
    select id as seance, count(*)::int4 as cases, (count(*) filter (where etat = 'presente'))::int4 as presentes,
      (count(*) filter (where etat = 'absente'))::int4 as absentes, array_agg(inscription) as inscriptions,
      coalesce((array_agg(nom order by pli, inscription) filter (where etat = 'attendue'))[1:${noms}::int4], '{}') as restent
    from c group by id`.execute(tx)
  return new Map(rows.map(({ seance, ...n }) => [seance, n]))
}

/**
 * Quelqu’un est attendu à cette demi-journée (`se`), ou quelque chose y est établi. Sans case, une feuille ne se clôt pas : elle n’est due
 * à personne, et rien ne l’attend.
 */
export const aUneCase = sql`exists (select from inscriptions.inscription i
  left join emargement.signature g on g.organisme_id = i.organisme_id and g.inscription_id = i.id and g.seance_id = se.id
  left join emargement.absence a on a.organisme_id = i.organisme_id and a.inscription_id = i.id and a.seance_id = se.id
  left join lateral (select x.etat from emargement.rectification x where x.organisme_id = i.organisme_id
    and x.inscription_id = i.id and x.seance_id = se.id and x.etat is not null order by x.rang desc limit 1) r on true
  where i.organisme_id = se.organisme_id and i.session_id = se.session_id and ${faitUneCase})`

/** Inscrite dès le premier jour, elle a une case à chaque demi-journée de sa session (`faitUneCase`) : rien n’est à chercher case par case. */
export const attendueATout = (i: string) =>
  sql`(${sql.ref(`${i}.etat`)} = 'inscrit' and ${sql.ref(`${i}.arrivee_le`)} is null)`

/**
 * Les demi-journées finies, tenues ou coupées en route par une interruption, que personne n’a closes et qui ont au moins une case : les plus
 * anciennes d’abord. Coupée, une demi-journée se clôt à la fin qui était prévue.
 */
export const feuillesOuvertes = async (
  tx: TenantTx,
  maintenant: Date,
  max: number,
): Promise<readonly SeanceId[]> => {
  const { rows } = await sql<{ id: SeanceId }>`
    with k as materialized ${coupees(sql`select x.session_id from sessions.seance x
        join sessions.session z on z.organisme_id = x.organisme_id and z.id = x.session_id
      where x.organisme_id = (select app.organisme()) and not x.tenue and not x.reprise and x.fin < ${maintenant}::timestamptz
        and z.etat not in ${cesMots(etatsSansAction)}
        and not exists (select from emargement.cloture c where c.organisme_id = x.organisme_id and c.seance_id = x.id)`)}
    select se.id from sessions.seance se
      join sessions.session s on s.organisme_id = se.organisme_id and s.id = se.session_id
    where s.etat not in ${cesMots(etatsSansAction)} and (se.tenue or se.id in (select k.id from k)) and not se.reprise and se.fin < ${maintenant}::timestamptz
      and not exists (select from emargement.cloture c where c.organisme_id = se.organisme_id and c.seance_id = se.id)
      and ${aUneCase}
    order by se.debut, se.id limit ${max}`.execute(tx)
  return rows.map((l) => l.id)
}
