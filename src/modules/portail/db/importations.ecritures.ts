import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import type { PoleId } from '#modules/pole/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { ActualiteId } from './actualites.ts'
import type { ImageImportee, Importation, SortDImage } from './importations.ts'

export const noterImportation = async (
  tx: TenantTx,
  pole: PoleId,
  i: Pick<Importation, 'id' | 'source' | 'rapport'> & { readonly par: string },
  le: Date,
): Promise<void> => {
  await sql`insert into portail.importation (pole_id, id, source, rapport, par, lu_le)
    values (${pole}, ${i.id}, ${i.source.slice(0, 1000)}, ${JSON.stringify(i.rapport)}, ${i.par}, ${le}) on conflict do nothing`.execute(
    tx,
  )
}

/** Retient l'image de chacune ; celle qui ne dit pas ce qu'elle montre est laissée d'emblée. */
export const retenirImages = async (
  tx: TenantTx,
  pole: PoleId,
  importation: Id<'Importation'>,
  images: readonly ImageImportee[],
): Promise<void> => {
  for (let i = 0; i < images.length; i += 500)
    await sql`insert into portail.image_importee (pole_id, actualite_id, importation_id, url, alt, etat, pourquoi)
      select ${pole}::uuid, x.actualite, ${importation}::uuid, x.url, x.alt, case when x.alt = '' then 'laissee' else 'attend' end,
        case when x.alt = '' then 'Le site ne dit pas ce qu’elle montre.' else '' end
      from jsonb_to_recordset(${JSON.stringify(images.slice(i, i + 500))}::jsonb) as x (actualite uuid, url text, alt text)
      on conflict do nothing`.execute(tx)
}

export const noterImage = async (
  tx: TenantTx,
  pole: PoleId,
  actualite: ActualiteId,
  etat: SortDImage,
  pourquoi = '',
): Promise<void> => {
  // Demandée deux fois en même temps, elle garde son premier sort.
  await sql`update portail.image_importee set etat = ${etat}, pourquoi = ${pourquoi}
    where pole_id = ${pole} and actualite_id = ${actualite} and etat = 'attend'`.execute(tx)
}
