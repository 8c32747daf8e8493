import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { ImportId } from '../domain/offre.ts'
import type { Rapport } from '../domain/rapport.ts'

/** Posé avant ses offres, qui s'y rattachent ; `preuve` : il ne se corrige pas, le rapport est donc déjà entier. */
export const poserImport = async (
  tx: TenantTx,
  i: {
    readonly id: ImportId
    readonly activite: ActiviteId
    readonly nomFichier: string
    readonly empreinte: Buffer
    readonly version: string
    readonly rapport: Rapport
    readonly le: Date
  },
): Promise<void> => {
  await sql`insert into catalogue.import (id, activite_id, nom_fichier, empreinte, version, rapport, lu_le, lu_par)
    values (${i.id}, ${i.activite}, ${i.nomFichier}, ${i.empreinte}, ${i.version}, ${JSON.stringify(i.rapport)},
      ${i.le}, app.personne())`.execute(tx)
}
