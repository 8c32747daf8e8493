import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import type { ReunionId } from '../domain/rencontre.ts'
import type { RetourSur } from '../domain/retour-sur.ts'
import type { PoleId } from './poles.ts'

export type RetourPublie = {
  readonly id: Id<'Retour'>
  readonly adresse: string
  readonly publieLe: Date
  readonly contenu: RetourSur
}

/** Un retour tel qu'une liste le montre : sans son récit, qui pèse le plus. */
export type RetourEnListe = Omit<RetourPublie, 'contenu'> & { readonly contenu: Omit<RetourSur, 'recit'> }

/** Les retours publiés, le plus récent d'abord, d'un pôle ou de tous : lus sans organisme. */
export const retoursPublies = async (
  tx: PublicTx,
  { limite = 50, code }: { readonly limite?: number; readonly code?: string } = {},
): Promise<RetourEnListe[]> => {
  const { rows } =
    await sql<RetourEnListe>`select id, adresse, publie_le as "publieLe", contenu - 'recit' as contenu
    from pole.retour where publie_le is not null and ${code === undefined ? sql`true` : sql`contenu ->> 'code' = ${code}`}
    order by publie_le desc, id desc limit ${limite}`.execute(tx)
  return rows
}

export const retourParAdresse = async (tx: PublicTx, adresse: string): Promise<RetourPublie | undefined> =>
  (
    await sql<RetourPublie>`select id, adresse, publie_le as "publieLe", contenu from pole.retour
      where adresse = ${adresse} and publie_le is not null order by publie_le desc limit 1`.execute(tx)
  ).rows[0]

/** Le retour en ligne d'une rencontre, pour la coopérative qui l'a publié : les autres le lisent sans organisme, comme tout le monde. */
export const retourDeLaReunion = async (
  tx: TenantTx,
  pole: PoleId,
  reunion: ReunionId,
): Promise<RetourPublie | undefined> =>
  (
    await sql<RetourPublie>`select id, adresse, publie_le as "publieLe", contenu from pole.retour
      where pole_id = ${pole} and reunion_id = ${reunion} and publie_le is not null and retire_le is null
      order by version desc limit 1`.execute(tx)
  ).rows[0]
