import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { SeanceId } from '../domain/signer-demi-journee.ts'

/** Le scan d’une feuille signée à la main. */
export type FeuillePapier = { readonly fichier: string; readonly nom: string; readonly jointeLe: Date }

export const lireFeuillesPapier = async (
  tx: TenantTx,
  seance: SeanceId,
): Promise<readonly FeuillePapier[]> => {
  const { rows } = await sql<{ fichier: string; nom: string; jointeLe: Date }>`
    select fichier, fichier_nom as nom, jointe_le as "jointeLe" from emargement.feuille_papier
    where organisme_id = (select app.organisme()) and seance_id = ${seance}::uuid order by jointe_le, id`.execute(
    tx,
  )
  return rows
}
