import { sql } from 'kysely'
import { poserEnNombre, type TenantTx } from '#platform/db/index.ts'

/** Telles que la table les nomme, dans l’ordre des clés étrangères. */
export type TiersRepris = {
  readonly personnes: readonly Record<string, unknown>[]
  readonly intervenants: readonly Record<string, unknown>[]
  readonly statuts: readonly Record<string, unknown>[]
}

/** Pose les personnes d’une reprise, qui d’entre elles intervient et sous quel statut. */
export const reprendreTiers = async (tx: TenantTx, l: TiersRepris): Promise<void> => {
  await poserEnNombre(
    tx,
    l.personnes,
    (json) => sql`insert into tiers.personne (id, activite_id, prenom, nom, pli, cree_le)
      select t.id, t.activite_id, t.prenom, t.nom, t.pli, t.cree_le
        from jsonb_to_recordset(${json}::jsonb) as t(id uuid, activite_id uuid, prenom text, nom text, pli text, cree_le timestamptz)`,
  )
  await poserEnNombre(
    tx,
    l.intervenants,
    (json) => sql`insert into tiers.intervenant (activite_id, personne_id, cree_le)
      select t.activite_id, t.personne_id, t.cree_le
        from jsonb_to_recordset(${json}::jsonb) as t(activite_id uuid, personne_id uuid, cree_le timestamptz)`,
  )
  await poserEnNombre(
    tx,
    l.statuts,
    (json) => sql`insert into tiers.statut (id, activite_id, personne_id, statut, du, au, cree_le)
      select t.id, t.activite_id, t.personne_id, t.statut, t.du, t.au, t.cree_le
        from jsonb_to_recordset(${json}::jsonb) as t(id uuid, activite_id uuid, personne_id uuid, statut text, du date, au date, cree_le timestamptz)`,
  )
}
