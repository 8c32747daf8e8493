import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import type { PoleId } from '#modules/pole/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Rapport } from '../domain/importation.ts'
import type { ActualiteId } from './actualites.ts'

export type Importation = {
  readonly id: Id<'Importation'>
  readonly source: string
  readonly rapport: Rapport
  readonly luLe: Date
}

const colonnes = sql`id, source, rapport, lu_le as "luLe" from portail.importation`

export const importationsDe = async (tx: TenantTx, pole: PoleId): Promise<Importation[]> =>
  (
    await sql<Importation>`select ${colonnes} where pole_id = ${pole} order by lu_le desc limit 20`.execute(
      tx,
    )
  ).rows

export const importationDe = async (
  tx: TenantTx,
  pole: PoleId,
  id: Id<'Importation'>,
): Promise<Importation | undefined> =>
  (await sql<Importation>`select ${colonnes} where pole_id = ${pole} and id = ${id}`.execute(tx)).rows[0]

// ─── Les images à aller chercher ─────────────────────────────────────────────────────────────────
export type ImageImportee = { readonly actualite: ActualiteId; readonly url: string; readonly alt: string }

export type SortDImage = 'attend' | 'prise' | 'laissee'

export const imagesAPrendre = async (
  tx: TenantTx,
  pole: PoleId,
  importation: Id<'Importation'>,
  limite: number,
): Promise<ImageImportee[]> =>
  (
    await sql<ImageImportee>`select actualite_id as actualite, url, alt from portail.image_importee
      where pole_id = ${pole} and importation_id = ${importation} and etat = 'attend' order by actualite_id limit ${limite}`.execute(
      tx,
    )
  ).rows

export type CompteDImages = {
  readonly comptes: Readonly<Record<SortDImage, number>>
  readonly laissees: readonly { readonly titre: string; readonly pourquoi: string }[]
}

export const imagesDeLImportation = async (
  tx: TenantTx,
  pole: PoleId,
  importation: Id<'Importation'>,
): Promise<CompteDImages> => {
  const { rows } = await sql<{
    etat: SortDImage
    n: number
  }>`select etat, count(*) as n from portail.image_importee
    where pole_id = ${pole} and importation_id = ${importation} group by etat`.execute(tx)
  const { rows: laissees } = await sql<{ titre: string; pourquoi: string }>`select a.titre, i.pourquoi
    from portail.image_importee i join portail.actualite a on a.pole_id = i.pole_id and a.id = i.actualite_id
    where i.pole_id = ${pole} and i.importation_id = ${importation} and i.etat = 'laissee' order by a.titre limit 200`.execute(
    tx,
  )
  const de = (etat: SortDImage) => rows.find((r) => r.etat === etat)?.n ?? 0
  return { comptes: { attend: de('attend'), prise: de('prise'), laissee: de('laissee') }, laissees }
}
