import { sql } from 'kysely'
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
