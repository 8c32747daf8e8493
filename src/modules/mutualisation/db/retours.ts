import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { RetourDeMission, RetourPartage } from '../domain/retours.ts'
import type { FicheId } from '../domain/vivier.ts'

/** Les siens : écrits par notre coopérative, ou à la personne. */
export const lireRetours = async (tx: TenantTx): Promise<RetourDeMission[]> =>
  (
    await sql<RetourDeMission>`select id, mission, objet, receveur, nom, texte, ecrit_le as "ecritLe", reponse, repondu_le as "reponduLe",
        partage_le as "partageLe", de_moi as "deMoi", a_moi as "aMoi"
      from porte.retours()`.execute(tx)
  ).rows
/** Ceux qu’elle montre avec sa fiche, et sa réponse. */
export const retoursPartages = async (tx: TenantTx, fiche: FicheId): Promise<RetourPartage[]> =>
  (
    await sql<RetourPartage>`select receveur, texte, ecrit_le as "ecritLe", reponse from porte.retours_partages(${fiche}::uuid)`.execute(
      tx,
    )
  ).rows
