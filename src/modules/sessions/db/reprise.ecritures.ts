import { sql } from 'kysely'
import { poserEnNombre, type TenantTx } from '#platform/db/index.ts'

/** Telles que la table les nomme, dans l’ordre des clés étrangères. */
export type SessionsReprises = {
  readonly sessions: readonly Record<string, unknown>[]
  readonly seances: readonly Record<string, unknown>[]
  readonly affectations: readonly Record<string, unknown>[]
}

/** Pose les sessions d’une reprise, leurs demi-journées et qui les anime. */
export const reprendreSessions = async (tx: TenantTx, l: SessionsReprises): Promise<void> => {
  await poserEnNombre(
    tx,
    l.sessions,
    (
      json,
    ) => sql`insert into sessions.session (id, activite_id, numero, offre_id, intitule, nature, etat, lieu, formateur, modalite, pli, sel, reprise_id, cree_le)
      select t.id, t.activite_id, t.numero, t.offre_id, t.intitule, t.nature, t.etat, t.lieu, t.formateur, t.modalite, t.pli, t.sel, t.reprise_id, t.cree_le
        from jsonb_to_recordset(${json}::jsonb) as t(id uuid, activite_id uuid, numero text, offre_id uuid, intitule text, nature text, etat text, lieu text, formateur text, modalite text, pli text, sel bytea, reprise_id uuid, cree_le timestamptz)`,
  )
  await poserEnNombre(
    tx,
    l.seances,
    (
      json,
    ) => sql`insert into sessions.seance (id, activite_id, session_id, jour, demi_journee, debut_minutes, fin_minutes, debut, fin, reprise)
      select t.id, t.activite_id, t.session_id, t.jour, t.demi_journee, t.debut_minutes, t.fin_minutes, (t.jour + make_interval(mins => t.debut_minutes)) at time zone 'Europe/Paris',
        (t.jour + make_interval(mins => t.fin_minutes)) at time zone 'Europe/Paris', true
        from jsonb_to_recordset(${json}::jsonb) as t(id uuid, activite_id uuid, session_id uuid, jour date, demi_journee text, debut_minutes integer, fin_minutes integer)`,
  )
  await poserEnNombre(
    tx,
    l.affectations,
    (json) => sql`insert into sessions.affectation (id, activite_id, seance_id, personne_id, minutes)
      select t.id, t.activite_id, t.seance_id, t.personne_id, t.minutes
        from jsonb_to_recordset(${json}::jsonb) as t(id uuid, activite_id uuid, seance_id uuid, personne_id uuid, minutes integer)`,
  )
}

/** Annule les sessions nées d’une reprise qu’une autre lecture remplace. */
export const annulerReprise = async (tx: TenantTx, reprise: string, motif: string): Promise<void> => {
  await sql`update sessions.session set etat = 'annulee', motif = ${motif} where reprise_id = ${reprise}`.execute(
    tx,
  )
}
