import { sql } from 'kysely'
import { poserEnNombre, type TenantTx } from '#platform/db/index.ts'

/** Telles que la table les nomme, dans l’ordre des clés étrangères. */
export type OffresReprises = {
  readonly offres: readonly Record<string, unknown>[]
}

/** Pose les offres d’une reprise. */
export const reprendreOffres = async (tx: TenantTx, l: OffresReprises): Promise<void> => {
  await poserEnNombre(
    tx,
    l.offres,
    (
      json,
    ) => sql`insert into catalogue.offre (id, activite_id, etat, intitule, pli, nature, modalite, codes_nsf, objectif_f3, niveau_f3, cree_le, modifiee_le)
      select t.id, t.activite_id, t.etat, t.intitule, t.pli, t.nature, t.modalite, t.codes_nsf, t.objectif_f3, t.niveau_f3, t.cree_le, t.modifiee_le
        from jsonb_to_recordset(${json}::jsonb) as t(id uuid, activite_id uuid, etat text, intitule text, pli text, nature text, modalite text, codes_nsf text[], objectif_f3 text, niveau_f3 text, cree_le timestamptz, modifiee_le timestamptz)`,
  )
}
