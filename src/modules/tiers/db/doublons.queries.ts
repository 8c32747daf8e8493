import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { Paire } from '../domain/doublons.ts'
import type { EntrepriseId, TiersId } from '../domain/lus.ts'
import { vive } from './renvois.ts'

/**
 * Les personnes qui en sont peut-être une : même nom replié, ou même courriel, dans une même enseigne. Chacune est
 * rapprochée de la plus ancienne du groupe. Nom et courriel d'abord, puis courriel, puis nom seul.
 */
export const personnesEnDouble = async (tx: TenantTx, max: number): Promise<Paire<TiersId>[]> => {
  const { rows } = await sql<{ premier: TiersId; second: TiersId; nom: boolean; courriel: boolean }>`
    with fiche as materialized (
      select p.id, p.activite_id, p.pli, p.courriel, p.cree_le from tiers.personne p where not ${vive('fusion', sql`p`)}),
    paire as (
      select first_value(id) over (partition by activite_id, pli order by cree_le, id) as premier, id as second,
        true as nom, false as courriel from fiche
      union all
      select first_value(id) over (partition by activite_id, courriel order by cree_le, id), id, false, true
        from fiche where courriel is not null)
    select premier, second, bool_or(nom) as nom, bool_or(courriel) as courriel from paire p
     where premier <> second
       and not exists (select from tiers.distinction d where d.organisme_id = (select app.organisme())
         and d.premier_id = least(p.premier, p.second) and d.second_id = greatest(p.premier, p.second))
     group by premier, second
     order by bool_or(nom) and bool_or(courriel) desc, bool_or(courriel) desc, premier, second limit ${max}`.execute(
    tx,
  )
  return rows.map((l) => ({
    premier: l.premier,
    second: l.second,
    raisons: [...(l.nom ? (['nom'] as const) : []), ...(l.courriel ? (['courriel'] as const) : [])],
  }))
}

/** Les entreprises à comparer, la plus ancienne d'abord ; quelques milliers au plus. */
export const entreprisesParAnciennete = async (
  tx: TenantTx,
): Promise<{ id: EntrepriseId; activite: string; nom: string; siret: string | null }[]> =>
  (
    await sql<{ id: EntrepriseId; activite: string; nom: string; siret: string | null }>`
      select e.id, e.activite_id as activite, e.nom, e.siret from tiers.entreprise e
       where not ${vive('fusion_entreprise', sql`e`)} order by e.cree_le, e.id`.execute(tx)
  ).rows
