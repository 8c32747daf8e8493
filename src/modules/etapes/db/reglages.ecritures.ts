import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Code, Reglage } from '../domain/etapes.ts'
import type { EtapeReglee } from './reglages.ts'

export const garderReglage = async (tx: TenantTx, r: Reglage, le: Date): Promise<void> => {
  await sql`insert into etapes.reglage as x (code, active, ecart, relances, objet, corps, modifie_le)
    values (${r.code}, ${r.active}, ${r.ecart}, ${`{${r.relances.join(',')}}`}::smallint[], ${r.objet}, ${r.corps}, ${le})
    on conflict (organisme_id, code) do update set active = excluded.active, ecart = excluded.ecart, relances = excluded.relances,
      objet = excluded.objet, corps = excluded.corps, modifie_le = excluded.modifie_le, modifie_par = (select app.personne())`.execute(
    tx,
  )
}

/** Pour toutes les sessions ; `vu` nul : plus pour aucune. */
export const armerPartout = async (
  tx: TenantTx,
  e: EtapeReglee,
  vu: string | null,
  le: Date,
): Promise<void> => {
  const quand = vu === null ? null : le
  const mots = e.message && e.objet === e.message.objet && e.corps === e.message.corps
  await sql`insert into etapes.reglage as x (code, active, ecart, relances, objet, corps, partout_vu, partout_le, partout_par, modifie_le)
    values (${e.code}, ${e.active}, ${e.ecart}, ${`{${e.relances.join(',')}}`}::smallint[], ${mots ? '' : e.objet}, ${mots ? '' : e.corps},
      ${vu}, ${quand}, (select app.personne()), ${le})
    on conflict (organisme_id, code) do update set partout_vu = excluded.partout_vu, partout_le = excluded.partout_le,
      partout_par = excluded.partout_par`.execute(tx)
}

/** Faux : elle l’était déjà sous ces mots. */
export const armer = async (
  tx: TenantTx,
  a: {
    readonly session: string
    readonly activite: ActiviteId
    readonly code: Code
    readonly vu: string
    readonly le: Date
  },
): Promise<boolean> => {
  await sql`update etapes.armement set desarme_le = ${a.le}, desarme_par = (select app.personne())
    where organisme_id = (select app.organisme()) and session_id = ${a.session}::uuid and code = ${a.code} and desarme_le is null and vu <> ${a.vu}`.execute(
    tx,
  )
  const { numAffectedRows } =
    await sql`insert into etapes.armement (id, activite_id, session_id, code, vu, arme_le)
    values (${newId(a.le)}::uuid, ${a.activite}::uuid, ${a.session}::uuid, ${a.code}, ${a.vu}, ${a.le}) on conflict do nothing`.execute(
      tx,
    )
  return (numAffectedRows ?? 0n) > 0n
}

export const desarmer = async (tx: TenantTx, session: string, code: Code, le: Date): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`update etapes.armement set desarme_le = ${le}, desarme_par = (select app.personne())
    where organisme_id = (select app.organisme()) and session_id = ${session}::uuid and code = ${code} and desarme_le is null`.execute(
      tx,
    )
  return (numAffectedRows ?? 0n) > 0n
}
