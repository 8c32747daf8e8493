/** Les actualités d'un pôle, telles que qui l'anime les écrit. Le public lit `parutions.ts`. */
import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import type { PoleId } from '#modules/pole/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Contenu } from '../domain/actualite.ts'

export type ActualiteId = Id<'Actualite'>

export type Actualite = Contenu & {
  readonly id: ActualiteId
  readonly version: number
  readonly parueVersion: number | null
  readonly paraitreLe: Date | null
  readonly retireeLe: Date | null
  readonly modifieeLe: Date
}

const colonnes = sql`id, titre, chapo, corps, etiquettes, image_id as image, image_alt as "imageAlt", source_nom as "sourceNom",
  source_url as "sourceUrl", version, parue_version as "parueVersion", paraitre_le as "paraitreLe", retiree_le as "retireeLe",
  modifiee_le as "modifieeLe"`

/** La plus récemment touchée d'abord. Vide pour qui n'anime pas le pôle : la base y veille. */
export const listerActualites = async (
  tx: TenantTx,
  pole: PoleId,
  { limite = 200 } = {},
): Promise<Actualite[]> =>
  (
    await sql<Actualite>`select ${colonnes} from portail.actualite where pole_id = ${pole}
      order by modifiee_le desc, id desc limit ${limite}`.execute(tx)
  ).rows

export const lireActualite = async (
  tx: TenantTx,
  pole: PoleId,
  id: ActualiteId,
  { verrouiller = false } = {},
): Promise<Actualite | undefined> =>
  (
    await sql<Actualite>`select ${colonnes} from portail.actualite where pole_id = ${pole} and id = ${id}
      ${verrouiller ? sql`for update` : sql``}`.execute(tx)
  ).rows[0]

/** Sa version en ligne est dite de l’Union, et non du pôle. */
export const estDeLUnion = async (tx: TenantTx, pole: PoleId, id: ActualiteId): Promise<boolean> => {
  const { rows } = await sql<{
    r: boolean
  }>`select porte.est_de_l_union(${pole}::uuid, ${id}::uuid) as r`.execute(tx)
  return rows[0]?.r === true
}

export type Version = {
  readonly version: number
  readonly par: string
  readonly le: Date
  readonly contenu: Contenu
}

export const versionsDe = async (tx: TenantTx, pole: PoleId, id: ActualiteId): Promise<Version[]> =>
  (
    await sql<Version>`select version, par, le, contenu from portail.actualite_version
      where pole_id = ${pole} and actualite_id = ${id} order by version desc limit 100`.execute(tx)
  ).rows

/** L'image d'un brouillon, pour qui anime son pôle ; rien sinon. */
export const imageDuBrouillon = async (
  tx: TenantTx,
  id: Id<'Image'>,
  petite: boolean,
): Promise<Buffer | undefined> =>
  (
    await sql<{
      octets: Buffer
    }>`select ${petite ? sql`petite` : sql`grande`} as octets from portail.image where id = ${id}`.execute(tx)
  ).rows[0]?.octets
