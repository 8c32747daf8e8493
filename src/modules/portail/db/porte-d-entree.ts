import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import { fichesEnTete, type LigneFiche, nombreDeFiches, type OffreId } from '#modules/catalogue/index.ts'
import type { PublicTx } from '#platform/db/index.ts'

/** Une session à venir que sa coopérative annonce : ses jours et son lieu. */
export type DateAnnoncee = {
  readonly offre: OffreId
  readonly du: DateCivile
  readonly au: DateCivile
  readonly lieu: string
}

/** Celles de cette offre, ou de toutes ; la plus proche d’abord. */
export const datesAnnoncees = async (
  tx: PublicTx,
  jour: DateCivile,
  offre: OffreId | null,
  limite: number,
): Promise<DateAnnoncee[]> =>
  (
    await sql<DateAnnoncee>`select offre, du, au, lieu from porte.dates_annoncees(${jour}::date, ${offre}::uuid, ${limite}::integer)`.execute(
      tx,
    )
  ).rows

export type FormationEnTete = LigneFiche & { readonly date: DateAnnoncee | undefined }

/** Les offres dont une date vient, la plus proche d’abord, puis les dernières parues ; et combien sont en ligne. */
export const formationsEnTete = async (
  tx: PublicTx,
  jour: DateCivile,
  taille: number,
): Promise<{ readonly formations: readonly FormationEnTete[]; readonly total: number }> => {
  const parOffre = new Map<OffreId, DateAnnoncee>()
  for (const d of await datesAnnoncees(tx, jour, null, 100))
    if (!parOffre.has(d.offre)) parOffre.set(d.offre, d)
  const fiches = await fichesEnTete(tx, jour, [...parOffre.keys()].slice(0, taille), taille)
  return {
    formations: fiches.map((f) => ({ ...f, date: parOffre.get(f.offre) })),
    total: await nombreDeFiches(tx, jour),
  }
}
