import { sql } from 'kysely'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Effacement, Passage } from './effacement.ts'

export const insererEffacement = async (
  tx: TenantTx,
  e: Omit<Effacement, 'par'> & {
    readonly activite: ActiviteId
    readonly demande: string | null
    readonly nomSeul: boolean
  },
): Promise<void> => {
  await sql`insert into donnees.effacement (id, activite_id, personne_id, demande_id, fondement, complet, nom_seul, prochaine, rapport, motif, fait_le)
    values (${e.id}, ${e.activite}, ${e.personne}, ${e.demande}, ${e.fondement}, ${e.complet}, ${e.nomSeul}, ${e.prochaine}::date,
      ${JSON.stringify(e.rapport)}::jsonb, ${e.motif}, ${e.faitLe})`.execute(tx)
}

export const poserSuspension = async (
  tx: TenantTx,
  s: {
    readonly id: string
    readonly activite: ActiviteId
    readonly personne: PersonneId
    readonly motif: string
    readonly le: Date
  },
): Promise<boolean> =>
  (
    await sql`insert into donnees.suspension (id, activite_id, personne_id, motif, posee_le)
      values (${s.id}, ${s.activite}, ${s.personne}, ${s.motif}, ${s.le}) on conflict do nothing`.execute(tx)
  ).numAffectedRows === 1n

export const leverSuspension = async (tx: TenantTx, id: string, le: Date): Promise<boolean> =>
  (
    await sql`update donnees.suspension set levee_le = ${le}, levee_par = (select app.personne())
      where organisme_id = (select app.organisme()) and id = ${id} and levee_le is null`.execute(tx)
  ).numAffectedRows === 1n

export const ajouterPassage = async (tx: TenantTx, p: Omit<Passage, 'par'>): Promise<void> => {
  await sql`insert into donnees.passage (id, le, essai, rapport) values (${p.id}, ${p.le}, ${p.essai}, ${JSON.stringify(p.rapport)}::jsonb)`.execute(
    tx,
  )
}

export const reglerPurge = async (tx: TenantTx, purge: boolean, le: Date): Promise<void> => {
  await sql`insert into donnees.reglage (purge, modifie_le) values (${purge}, ${le})
    on conflict (organisme_id) do update set purge = excluded.purge, modifie_le = excluded.modifie_le, modifie_par = (select app.personne())`.execute(
    tx,
  )
}
