import { sql } from 'kysely'
import { poserEnNombre, type TenantTx } from '#platform/db/index.ts'

/** Telles que la table les nomme, dans l’ordre des clés étrangères. */
export type InscriptionsReprises = {
  readonly dossiers: readonly Record<string, unknown>[]
  readonly inscriptions: readonly Record<string, unknown>[]
}

/** Pose les dossiers et les inscriptions d’une reprise. */
export const reprendreInscriptions = async (tx: TenantTx, l: InscriptionsReprises): Promise<void> => {
  await poserEnNombre(
    tx,
    l.dossiers,
    (
      json,
    ) => sql`insert into inscriptions.dossier (id, activite_id, session_id, acheteur, entreprise_id, circonstance, regime, regime_article, prix_centimes, cree_le)
      select t.id, t.activite_id, t.session_id, t.acheteur, t.entreprise_id, t.circonstance, t.regime, t.regime_article, t.prix_centimes, t.cree_le
        from jsonb_to_recordset(${json}::jsonb) as t(id uuid, activite_id uuid, session_id uuid, acheteur text, entreprise_id uuid, circonstance text, regime text, regime_article text, prix_centimes bigint, cree_le timestamptz)`,
  )
  await poserEnNombre(
    tx,
    l.inscriptions,
    (
      json,
    ) => sql`insert into inscriptions.inscription (id, activite_id, session_id, personne_id, etat, statut_f1, dossier_id, inscrite_le)
      select t.id, t.activite_id, t.session_id, t.personne_id, t.etat, t.statut_f1, t.dossier_id, t.inscrite_le
        from jsonb_to_recordset(${json}::jsonb) as t(id uuid, activite_id uuid, session_id uuid, personne_id uuid, etat text, statut_f1 text, dossier_id uuid, inscrite_le timestamptz)`,
  )
}
