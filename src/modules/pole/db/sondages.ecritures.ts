import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { Creneau } from '../domain/creneaux.ts'
import type { DecisionId } from '../domain/decision.ts'
import type { Pesee } from '../domain/pesee.ts'
import type { ReunionId } from '../domain/rencontre.ts'
import type { PoleId } from './poles.ts'

export const proposerCreneaux = async (
  tx: TenantTx,
  pole: PoleId,
  reunion: ReunionId,
  decision: DecisionId,
  creneaux: readonly Creneau[],
): Promise<void> => {
  await sql`insert into pole.creneau (pole_id, reunion_id, rang, decision_id, debut, fin)
    select ${pole}::uuid, ${reunion}::uuid, c.rang, ${decision}::uuid, c.debut, c.fin
      from rows from (jsonb_to_recordset(${JSON.stringify(creneaux)}::jsonb) as (debut timestamptz, fin timestamptz))
        with ordinality as c (debut, fin, rang)`.execute(tx)
}

/** Ce que chacune a dit de la date retenue devient sa réponse à l’invitation. */
export const reporterReponses = async (
  tx: TenantTx,
  pole: PoleId,
  reunion: ReunionId,
  le: Date,
): Promise<void> => {
  await sql`select porte.reporter_reponses(${pole}, ${reunion}, ${le})`.execute(tx)
}

/** Les points de la coopérative, une ligne : peser de nouveau remplace. */
export const peser = async (
  tx: TenantTx,
  pole: PoleId,
  reunion: ReunionId,
  p: Pesee & { readonly par: string },
  le: Date,
): Promise<void> => {
  await sql`insert into pole.pesee (pole_id, reunion_id, themes, points, par, le)
    values (${pole}, ${reunion}, ${[...p.themes]}::uuid[], ${[...p.points]}::integer[], ${p.par}, ${le})
    on conflict (pole_id, reunion_id, organisme_id)
      do update set (themes, points, par, le) = (excluded.themes, excluded.points, excluded.par, excluded.le)`.execute(
    tx,
  )
}
