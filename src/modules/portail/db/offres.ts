import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import { type FichePublique, lireFichePublique, type OffreId } from '#modules/catalogue/index.ts'
import { type Publication, publicationsEnColonne, relirePublications } from '#modules/questionnaires/index.ts'
import type { PublicTx } from '#platform/db/index.ts'

const publications = publicationsEnColonne(sql`f.offre_id`)

/** Tout ce que montre la page publique d’une offre, d’un seul aller-retour. */
export const lireOffrePubliee = async (
  tx: PublicTx,
  jour: DateCivile,
  offre: OffreId,
): Promise<{ readonly f: FichePublique; readonly publies: readonly Publication[] } | undefined> => {
  const f = await lireFichePublique(tx, jour, offre, publications)
  return f && { f, publies: relirePublications(f.avec) }
}
