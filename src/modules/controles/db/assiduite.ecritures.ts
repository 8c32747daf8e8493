import { sql } from 'kysely'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { GenreEnvoi, Reglage } from './assiduite.ts'

/** Faux : c’est déjà parti. La clé primaire est l’arbitre, même entre deux tournées simultanées. */
export const prendreEnvoi = async (
  tx: TenantTx,
  e: {
    readonly genre: GenreEnvoi
    readonly cle: string
    readonly activite: string
    readonly session: string
    readonly seance: string
    readonly inscription?: string
    readonly entreprise?: string
    readonly message?: string
    readonly le: Date
  },
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into controles.envoi (id, activite_id, genre, cle, session_id, seance_id, inscription_id, entreprise_id, message, le)
    values (${newId(e.le)}::uuid, ${e.activite}::uuid, ${e.genre}, ${e.cle}, ${e.session}::uuid, ${e.seance}::uuid, ${e.inscription ?? null}::uuid,
      ${e.entreprise ?? null}::uuid, ${e.message ?? null}, ${e.le}) on conflict (organisme_id, genre, cle) do nothing`.execute(
      tx,
    )
  return (numAffectedRows ?? 0n) > 0n
}

export const ecrireReglage = async (tx: TenantTx, r: Reglage, le: Date): Promise<void> => {
  await sql`insert into controles.reglage (rappel_stagiaire, rappel_formateur, avis_employeur, avis_financeur, modifie_le)
    values (${r.rappelStagiaire}, ${r.rappelFormateur}, ${r.avisEmployeur}, ${r.avisFinanceur}, ${le})
    on conflict (organisme_id) do update set rappel_stagiaire = excluded.rappel_stagiaire, rappel_formateur = excluded.rappel_formateur,
      avis_employeur = excluded.avis_employeur, avis_financeur = excluded.avis_financeur, modifie_le = excluded.modifie_le,
      modifie_par = (select app.personne())`.execute(tx)
}
