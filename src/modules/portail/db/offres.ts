import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import { type FichePublique, lireFichePublique, type OffreId } from '#modules/catalogue/index.ts'
import { type Publication, publicationsEnColonne, relirePublications } from '#modules/questionnaires/index.ts'
import type { PublicTx } from '#platform/db/index.ts'
import { type DateAnnoncee, datesAnnoncees } from './porte-d-entree.ts'

const publications = publicationsEnColonne(sql`f.offre_id`)

/** Tout ce que montre la page publique d’une offre, et ses dates annoncées. */
export const lireOffrePubliee = async (
  tx: PublicTx,
  jour: DateCivile,
  offre: OffreId,
): Promise<
  | {
      readonly f: FichePublique
      readonly publies: readonly Publication[]
      readonly dates: readonly DateAnnoncee[]
    }
  | undefined
> => {
  const f = await lireFichePublique(tx, jour, offre, publications)
  return f && { f, publies: relirePublications(f.avec), dates: await datesAnnoncees(tx, jour, offre, 6) }
}
