import { sql } from 'kysely'
import { tokenDigest } from '#platform/auth/token.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { SessionId, TabletteId } from '../domain/ports.ts'
import type { SeanceId } from '../domain/signer-demi-journee.ts'

/** La salle dont le code est affiché pour cette séance. */
export const salleOuverte = async (tx: TenantTx, seance: SeanceId): Promise<TabletteId | undefined> => {
  const { rows } = await sql<{ id: TabletteId }>`select id from emargement.tablette
    where organisme_id = (select app.organisme()) and seance_id = ${seance}::uuid and genre = 'salle'
      and fermee_le is null and expire_le > now() order by ouverte_le desc limit 1`.execute(tx)
  return rows[0]?.id
}

/** La séance d’une salle, ouverte ou non : pour la tâche du courriel. */
export const seanceDeLaSalle = async (
  tx: TenantTx,
  salle: string,
): Promise<Omit<TabletteOuverte, 'id'> | undefined> => {
  const { rows } = await sql<
    Omit<TabletteOuverte, 'id'>
  >`select se.session_id as session, t.seance_id as seance
    from emargement.tablette t join sessions.seance se on se.organisme_id = t.organisme_id and se.id = t.seance_id
    where t.organisme_id = (select app.organisme()) and t.id = ${salle}::uuid and t.genre = 'salle' and t.fermee_le is null`.execute(
    tx,
  )
  return rows[0]
}

export type TabletteOuverte = {
  readonly id: TabletteId
  readonly session: SessionId
  readonly seance: SeanceId
}

/** La tablette qui a ouvert cette transaction. */
export const lireTabletteDuJeton = async (
  tx: TenantTx,
  jeton: string,
): Promise<TabletteOuverte | undefined> => {
  const { rows } = await sql<TabletteOuverte>`select t.id, se.session_id as session, t.seance_id as seance
    from emargement.tablette t join sessions.seance se on se.organisme_id = t.organisme_id and se.id = t.seance_id
    where t.organisme_id = (select app.organisme()) and t.jeton = ${tokenDigest(jeton)}::bytea`.execute(tx)
  return rows[0]
}

export const compterTablettes = async (tx: TenantTx, seance: SeanceId): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*)::int4 as n from emargement.tablette
    where organisme_id = (select app.organisme()) and seance_id = ${seance}::uuid and genre = 'tablette' and fermee_le is null and expire_le > now()`.execute(
    tx,
  )
  return rows[0]?.n ?? 0
}

/** Le reçu d’un envoi déjà écrit sur cette case ; rien s’il est neuf. */
export const recuDeLaCase = async (
  tx: TenantTx,
  maillon: string,
): Promise<
  | { readonly numero: number; readonly empreinte: string; readonly le: Date; readonly doublon: boolean }
  | undefined
> => {
  const { rows } = await sql<{ numero: number; empreinte: string; le: Date; doublon: boolean }>`
    select m.numero, encode(m.empreinte, 'hex') as empreinte, m.inscrit_le as le,
      exists (select from emargement.rectification r where r.organisme_id = m.organisme_id and r.maillon_id = m.id
        and r.genre = 'doublon') as doublon
    from emargement.maillon m where m.organisme_id = (select app.organisme()) and m.id = ${maillon}::uuid`.execute(
    tx,
  )
  return rows[0]
}
