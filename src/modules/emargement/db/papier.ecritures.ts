import { sql } from 'kysely'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Demi } from '../domain/ports.ts'

/** Faux : ce fichier est déjà joint à cette demi-journée. */
export const poserFeuillePapier = async (
  tx: TenantTx,
  demi: Demi,
  f: { readonly fichier: string; readonly nom: string; readonly le: Date },
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into emargement.feuille_papier (id, activite_id, seance_id, fichier, fichier_nom, jointe_le)
    values (${newId(f.le)}::uuid, ${demi.activite}::uuid, ${demi.seance.id}::uuid, ${f.fichier}, ${f.nom}, ${f.le}) on conflict do nothing`.execute(
      tx,
    )
  return (numAffectedRows ?? 0n) > 0n
}
