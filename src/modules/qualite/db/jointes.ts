import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'

export type Jointe = {
  readonly id: string
  readonly nom: string
  readonly fichier: string
  readonly type: string
  readonly taille: number
  readonly expireLe: string | null
  readonly jointeLe: Date
  readonly par: string | null
  readonly retireeLe: Date | null
}

/** Les fichiers d’une ligne, retirés compris, le plus récent d’abord. */
export const lireJointes = async (tx: TenantTx, ligne: string): Promise<Jointe[]> =>
  (
    await sql<Jointe>`select j.id, j.nom, j.fichier, j.type, j.taille, j.expire_le::text as "expireLe", j.jointe_le as "jointeLe", j.par, y.retiree_le as "retireeLe"
    from qualite.jointe j left join qualite.jointe_retrait y on y.organisme_id = j.organisme_id and y.jointe_id = j.id
    where j.organisme_id = (select app.organisme()) and j.ligne_id = ${ligne} order by j.jointe_le desc, j.id desc limit 200`.execute(
      tx,
    )
  ).rows

export const insererJointe = async (
  tx: TenantTx,
  j: {
    readonly id: string
    readonly activite: ActiviteId
    readonly ligne: string
    readonly nom: string
    readonly fichier: string
    readonly type: string
    readonly taille: number
    readonly expireLe: string | null
    readonly le: Date
  },
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into qualite.jointe (id, activite_id, ligne_id, nom, fichier, type, taille, expire_le, jointe_le)
    values (${j.id}, ${j.activite}, ${j.ligne}, ${j.nom}, ${j.fichier}, ${j.type}, ${j.taille}, ${j.expireLe}, ${j.le}) on conflict do nothing`.execute(
      tx,
    )
  return numAffectedRows === 1n
}

export const retirerJointe = async (
  tx: TenantTx,
  id: string,
  activite: ActiviteId,
  le: Date,
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into qualite.jointe_retrait (jointe_id, activite_id, retiree_le)
    values (${id}, ${activite}, ${le}) on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}
