import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { LigneVoulue } from './registre.ts'

/** Vrai si la révision est neuve : deux envois du même rang n’en gardent qu’un. */
export const insererLigne = async (tx: TenantTx, l: LigneVoulue, le: Date): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into qualite.registre (id, rang, activite_id, genre, titre, le, expire_le, personne_id, offre_id, session_id,
      etablissement_id, entreprise_id, responsable_id, origine_id, contenu, retire, inscrit_le)
    values (${l.id}, ${l.rang}, ${l.activite}, ${l.genre}, ${l.titre}, ${l.le}, ${l.expireLe}, ${l.personne}, ${l.offre}, ${l.session}, ${l.etablissement},
      ${l.entreprise}, ${l.responsable}, ${l.origine}, ${JSON.stringify(l.contenu)}, ${l.retire}, ${le}) on conflict do nothing`.execute(
      tx,
    )
  return numAffectedRows === 1n
}
