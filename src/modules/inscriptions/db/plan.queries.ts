import { sql } from 'kysely'
import { etatsAcheves, type SessionLue } from '#modules/sessions/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import { type TenantTx, uneFois } from '#platform/db/index.ts'
import type { ActiviteAPart } from '../domain/a-imprimer.ts'

/**
 * Ce que la session prévoit hors de ses demi-journées, dans l’ordre du plan. L’émargement le tient et le prouve ; le
 * programme et la convocation ne font que l’annoncer. Lu une fois par transaction : une pièce et son programme le demandent chacun.
 */
export const lireHorsSeance = uneFois(
  async (tx, session): Promise<ActiviteAPart[]> =>
    (
      await sql<ActiviteAPart>`select genre, intitule, minutes from porte.plan_hors_seance(${session}::uuid)`.execute(
        tx,
      )
    ).rows,
)

/** Vrai si une session de cette offre est allée à son terme : ses résultats existent, publiés ou non. */
export const offreDejaTenue = async (tx: TenantTx, offre: SessionLue['offre']): Promise<boolean> =>
  (
    await sql<{ tenue: boolean }>`select exists (select from sessions.session
      where organisme_id = (select app.organisme()) and offre_id = ${offre}::uuid
        and etat in ${cesMots(etatsAcheves)}) as tenue`.execute(tx)
  ).rows[0]?.tenue === true
