import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import type { PoleId } from '#modules/pole/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Rapport } from '../gestes/importer.ts'
import type { ActualiteId } from './actualites.ts'

export type Importation = {
  readonly id: Id<'Importation'>
  readonly source: string
  readonly rapport: Rapport
  readonly luLe: Date
}
const colonnes = ['id', 'source', 'rapport', 'lu_le as luLe'] as const

export const noterImportation = async (
  tx: TenantTx,
  pole: PoleId,
  i: Pick<Importation, 'id' | 'source' | 'rapport'> & { readonly par: string },
  le: Date,
): Promise<void> => {
  await tx
    .insertInto('portail.importation')
    .values({
      pole_id: pole,
      id: i.id,
      source: i.source.slice(0, 1000),
      rapport: JSON.stringify(i.rapport),
      par: i.par,
      lu_le: le,
    })
    .onConflict((c) => c.doNothing())
    .execute()
}

export const importationsDe = async (tx: TenantTx, pole: PoleId): Promise<Importation[]> =>
  (await tx
    .selectFrom('portail.importation')
    .select(colonnes)
    .where('pole_id', '=', pole)
    .orderBy('lu_le', 'desc')
    .limit(20)
    .execute()) as unknown as Importation[]

export const importationDe = async (
  tx: TenantTx,
  pole: PoleId,
  id: Id<'Importation'>,
): Promise<Importation | undefined> =>
  (await tx
    .selectFrom('portail.importation')
    .select(colonnes)
    .where('pole_id', '=', pole)
    .where('id', '=', id)
    .executeTakeFirst()) as unknown as Importation | undefined

// ─── Les images à aller chercher ─────────────────────────────────────────────────────────────────
export type ImageImportee = { readonly actualite: ActualiteId; readonly url: string; readonly alt: string }
export type SortDImage = 'attend' | 'prise' | 'laissee'

/** Retient l'image de chacune ; celle qui ne dit pas ce qu'elle montre est laissée d'emblée. */
export const retenirImages = async (
  tx: TenantTx,
  pole: PoleId,
  importation: Id<'Importation'>,
  images: readonly ImageImportee[],
): Promise<void> => {
  for (let i = 0; i < images.length; i += 500)
    await tx
      .insertInto('portail.image_importee')
      .values(
        images.slice(i, i + 500).map((x) => ({
          pole_id: pole,
          actualite_id: x.actualite,
          importation_id: importation,
          url: x.url,
          alt: x.alt,
          ...(x.alt === ''
            ? { etat: 'laissee', pourquoi: 'Le site ne dit pas ce qu’elle montre.' }
            : { etat: 'attend', pourquoi: '' }),
        })),
      )
      .onConflict((c) => c.doNothing())
      .execute()
}
export const imagesAPrendre = async (
  tx: TenantTx,
  pole: PoleId,
  importation: Id<'Importation'>,
  limite: number,
): Promise<ImageImportee[]> =>
  (await tx
    .selectFrom('portail.image_importee')
    .select(['actualite_id as actualite', 'url', 'alt'])
    .where('pole_id', '=', pole)
    .where('importation_id', '=', importation)
    .where('etat', '=', 'attend')
    .orderBy('actualite_id')
    .limit(limite)
    .execute()) as ImageImportee[]
export const noterImage = async (
  tx: TenantTx,
  pole: PoleId,
  actualite: ActualiteId,
  etat: SortDImage,
  pourquoi = '',
): Promise<void> => {
  await tx
    .updateTable('portail.image_importee')
    .set({ etat, pourquoi })
    .where('pole_id', '=', pole)
    .where('actualite_id', '=', actualite)
    // Demandée deux fois en même temps, elle garde son premier sort.
    .where('etat', '=', 'attend')
    .execute()
}
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
