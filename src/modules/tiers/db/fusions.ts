import { sql } from 'kysely'
import type { ActiviteId, Id } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { FusionId, TiersId } from '../domain/lus.ts'
import { alias, type Renvois } from './renvois.ts'

export type FicheId = Id<'Tiers'> | Id<'Entreprise'>

const fiches = (r: Renvois) => sql.table(r === 'fusion' ? 'tiers.personne' : 'tiers.entreprise')

export const renvois = (r: Renvois) => sql.table(`tiers.${r}`)

/** Verrouille les deux fiches, dans le même ordre pour tous, et dit leur enseigne. */
export const verrouiller = async (
  tx: TenantTx,
  r: Renvois,
  ids: readonly FicheId[],
): Promise<Map<FicheId, ActiviteId>> => {
  const { rows } = await sql<{ id: FicheId; activite: ActiviteId }>`select id, activite_id as activite
    from ${fiches(r)} where id = any (${`{${ids.join(',')}}`}::uuid[]) order by id for no key update`.execute(
    tx,
  )
  return new Map(rows.map((l) => [l.id, l.activite]))
}

export type FusionLue = {
  readonly id: FusionId
  readonly activite: ActiviteId
  readonly garde: FicheId
  readonly absorbe: FicheId
  readonly le: Date
  readonly defaite: boolean
}

const colonnes = sql`f.id, f.activite_id as activite, f.garde_id as garde, f.absorbe_id as absorbe, f.le,
  f.defaite_le is not null as defaite`

export const lireFusion = async (tx: TenantTx, r: Renvois, id: FusionId): Promise<FusionLue | undefined> =>
  (await sql<FusionLue>`select ${colonnes} from ${renvois(r)} f where f.id = ${id}`.execute(tx)).rows[0]

/** Les fiches réunies à celle-ci, de près ou de loin, la dernière d'abord. */
export const fusionsDe = async (tx: TenantTx, r: Renvois, fiche: FicheId): Promise<FusionLue[]> => {
  const memes = await alias(tx, r, fiche)
  return (
    await sql<FusionLue>`select ${colonnes} from ${renvois(r)} f
      where f.garde_id = any (${`{${memes.join(',')}}`}::uuid[]) and f.defaite_le is null
      order by f.le desc, f.id`.execute(tx)
  ).rows
}

/** Combien de sessions ces deux personnes (et les fiches qui leur sont réunies) suivent l'une et l'autre. */
export const sessionsCommunes = async (tx: TenantTx, a: TiersId, b: TiersId): Promise<number> => {
  const [uns, autres] = [await alias(tx, 'fusion', a), await alias(tx, 'fusion', b)]
  return (
    (
      await sql<{ n: number }>`select count(distinct u.session_id)::int as n from tiers.stagiaire u
        join tiers.stagiaire d on d.organisme_id = u.organisme_id and d.session_id = u.session_id and d.close_le is null
        where u.close_le is null and u.personne_id = any (${`{${uns.join(',')}}`}::uuid[])
          and d.personne_id = any (${`{${autres.join(',')}}`}::uuid[])`.execute(tx)
    ).rows[0]?.n ?? 0
  )
}

export const lireDistinctions = async (tx: TenantTx): Promise<ReadonlySet<string>> => {
  const { rows } = await sql<{ cle: string }>`select premier_id || ' ' || second_id as cle
    from tiers.distinction`.execute(tx)
  return new Set(rows.map((l) => l.cle))
}
