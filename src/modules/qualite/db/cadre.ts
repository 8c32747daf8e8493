import { sql } from 'kysely'
import type { PersonneId } from '#kernel/id.ts'
import { etatsSansAction } from '#modules/sessions/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { FaitDeSituation } from '../domain/cadre.ts'
import type { Cadre } from '../domain/controle.ts'
import type { Jugement } from '../domain/moteur.ts'

/** Le cadre en vigueur : le dernier posé. Rien tant que personne n’a dit quel audit se prépare. */
export const lireCadre = async (tx: TenantTx): Promise<Cadre | undefined> => {
  const { rows } =
    await sql<Cadre>`select genre, audit_le::text as "auditLe", depuis::text, categories, situation
    from qualite.cadre where organisme_id = (select app.organisme()) order by pose_le desc, ecrit_le desc limit 1`.execute(
      tx,
    )
  return rows[0]
}

type LigneJugement = Omit<Jugement, 'par'> & { par: PersonneId | null }

/** Les jugements, du plus ancien au plus récent : le moteur garde le dernier de chaque indicateur. */
export const lireJugements = async (tx: TenantTx, indicateur?: number): Promise<LigneJugement[]> => {
  const { rows } =
    await sql<LigneJugement>`select id, indicateur::int4, version, etat, motif, vaut_jusqu::text as "vautJusqu", juge_le as "jugeLe", par
    from qualite.jugement where organisme_id = (select app.organisme()) and ${indicateur === undefined ? sql`true` : sql`indicateur = ${indicateur}`}
    order by juge_le, id`.execute(tx)
  return rows
}

/** De quoi proposer un premier cadre : les natures d’offre que la coopérative tient, et ce que ses offres visent. */
export const lireActivite = async (tx: TenantTx) => {
  const { rows } = await sql<{ natures: string[]; certifiante: boolean; confiee: boolean }>`
    select coalesce(array_agg(distinct f.nature) filter (where f.nature is not null), '{}') as natures,
      coalesce(bool_or(f.certifiante or f.code_rncp is not null), false) as certifiante,
      exists (select from sessions.affectation a where a.organisme_id = (select app.organisme()) and a.confiee_a_id is not null)
        or exists (select from tiers.statut t where t.organisme_id = (select app.organisme()) and t.statut in ('sous-traitant-of', 'portage', 'honoraires')) as confiee
    from catalogue.offre f where f.organisme_id = (select app.organisme()) and f.etat = 'adoptee'`.execute(tx)
  return rows[0] ?? { natures: [], certifiante: false, confiee: false }
}

/** Ce que les sessions de la période disent de la situation : pour chaque condition, la première où elle se lit. */
export const lireSituation = async (
  tx: TenantTx,
  { depuis, jour }: { readonly depuis: string; readonly jour: string },
): Promise<FaitDeSituation[]> => {
  const { rows } = await sql<FaitDeSituation>`
    with p as (select s.organisme_id, s.id, s.numero, s.premier_jour, f.certifiante or f.code_rncp is not null as certifiante, s.nature
        from sessions.session s join catalogue.offre f on f.organisme_id = s.organisme_id and f.id = s.offre_id
        where s.organisme_id = (select app.organisme()) and s.etat not in ${cesMots(etatsSansAction)} and s.premier_jour <= ${jour}::date
          and s.dernier_jour >= ${depuis}::date),
      x as (select 'certification' as condition, p.numero, p.premier_jour from p where p.certifiante
        union all select 'alternance', p.numero, p.premier_jour from p where p.nature = 'apprentissage'
        union all select 'situation-de-travail', p.numero, p.premier_jour from p join emargement.activite_prevue v
          on v.organisme_id = p.organisme_id and v.session_id = p.id and v.genre = 'situation' and v.retiree_le is null
        union all select 'sous-traitance', p.numero, p.premier_jour from p join sessions.seance e on e.organisme_id = p.organisme_id and e.session_id = p.id and e.tenue
          join sessions.affectation a on a.organisme_id = e.organisme_id and a.seance_id = e.id
          left join tiers.statut t on t.organisme_id = a.organisme_id and t.personne_id = a.personne_id and t.du <= e.jour and (t.au is null or t.au >= e.jour)
          where a.confiee_a_id is not null or t.statut in ('honoraires', 'sous-traitant-of', 'portage'))
    select distinct on (x.condition) x.condition, x.numero as session from x order by x.condition, x.premier_jour, x.numero`.execute(
    tx,
  )
  return rows
}
