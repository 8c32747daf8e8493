import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { FusionId } from '../domain/lus.ts'
import { type FicheId, renvois } from './fusions.ts'
import type { Renvois } from './renvois.ts'

export const insererFusion = async (
  tx: TenantTx,
  r: Renvois,
  f: {
    readonly id: FusionId
    readonly activite: ActiviteId
    readonly garde: FicheId
    readonly absorbe: FicheId
  },
  le: Date,
): Promise<void> => {
  await sql`insert into ${renvois(r)} (id, activite_id, garde_id, absorbe_id, le)
    values (${f.id}, ${f.activite}, ${f.garde}, ${f.absorbe}, ${le})`.execute(tx)
}

/** Faux si elle l'était déjà. */
export const defaireFusion = async (tx: TenantTx, r: Renvois, id: FusionId, le: Date): Promise<boolean> =>
  (
    await sql`update ${renvois(r)} set defaite_le = ${le}, defaite_par = (select app.personne())
      where id = ${id} and defaite_le is null returning id`.execute(tx)
  ).rows.length === 1

/** « Ce ne sont pas les mêmes » : la paire n'est plus proposée. */
export const distinguer = async (
  tx: TenantTx,
  activite: ActiviteId,
  a: FicheId,
  b: FicheId,
  le: Date,
): Promise<boolean> => {
  const [premier, second] = a < b ? [a, b] : [b, a]
  return (
    (
      await sql`insert into tiers.distinction (activite_id, premier_id, second_id, le)
        values (${activite}, ${premier}, ${second}, ${le}) on conflict do nothing returning 1`.execute(tx)
    ).rows.length === 1
  )
}
