/** Les fiches réunies : l'absorbée renvoie à la gardée, et rien d'autre ne bouge. Toute lecture suit le renvoi. */
import { type RawBuilder, sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { EntrepriseId, TiersId } from '../domain/lus.ts'

export type Renvois = 'fusion' | 'fusion_entreprise'

const table = (r: Renvois) => sql.table(`tiers.${r}`)

/** Vrai de la ligne `fiche` quand elle est réunie à une autre. */
export const vive = (renvois: Renvois, fiche: RawBuilder<unknown>) =>
  sql<boolean>`exists (select from ${table(renvois)} f where f.organisme_id = ${fiche}.organisme_id
    and f.absorbe_id = ${fiche}.id and f.defaite_le is null)`

const resoudreDans = async <T extends string>(
  tx: TenantTx,
  renvois: Renvois,
  ids: readonly T[],
): Promise<Map<T, T>> => {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ depart: T; id: T }>`
    with recursive suite as (
      select x as depart, x as id, 0 as pas from unnest(${`{${[...new Set(ids)].join(',')}}`}::uuid[]) as x
      union all
      select s.depart, f.garde_id, s.pas + 1 from suite s join ${table(renvois)} f
        on f.organisme_id = (select app.organisme()) and f.absorbe_id = s.id and f.defaite_le is null)
    select distinct on (depart) depart, id from suite order by depart, pas desc`.execute(tx)
  return new Map(rows.map((l) => [l.depart, l.id]))
}

/** De chaque personne à la fiche gardée : elle-même si elle n'est pas réunie à une autre. */
export const resoudre = (tx: TenantTx, ids: readonly TiersId[]): Promise<Map<TiersId, TiersId>> =>
  resoudreDans(tx, 'fusion', ids)

/** De chaque entreprise à la fiche gardée. */
export const resoudreEntreprises = (
  tx: TenantTx,
  ids: readonly EntrepriseId[],
): Promise<Map<EntrepriseId, EntrepriseId>> => resoudreDans(tx, 'fusion_entreprise', ids)

/** La fiche gardée, puis toutes celles qui y mènent. */
export const alias = async <T extends string>(tx: TenantTx, renvois: Renvois, id: T): Promise<T[]> => {
  const racine = (await resoudreDans(tx, renvois, [id])).get(id) ?? id
  const { rows } = await sql<{ id: T }>`
    with recursive suite as (
      select ${racine}::uuid as id, 0 as pas
      union all
      select f.absorbe_id, s.pas + 1 from suite s join ${table(renvois)} f
        on f.organisme_id = (select app.organisme()) and f.garde_id = s.id and f.defaite_le is null)
    select id from suite order by pas, id`.execute(tx)
  return rows.map((l) => l.id)
}
