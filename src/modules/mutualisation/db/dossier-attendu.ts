/** Le dossier 21/22 qu’une session attend d’une personne prêtée ; et ce que les missions à venir demandent de revoir. */
import { sql } from 'kysely'
import type { SessionId } from '#modules/sessions/index.ts'
import type { TiersId } from '#modules/tiers/index.ts'
import { composee, type TenantTx, uneFois } from '#platform/db/index.ts'
import type { MissionId, QuoiRevoir } from '../domain/missions.ts'

/** Une personne prêtée qui anime la session sans dossier remis, ni dérogation. */
export type SansDossier = {
  readonly mission: MissionId
  /** Sa fiche d’ici. */
  readonly personne: TiersId
  readonly nom: string
  readonly envoyeur: string
  readonly demandeLe: Date | null
}
const manquants = composee(
  (session: string) =>
    sql<SansDossier>`select mission, personne, nom, envoyeur, demande_le as "demandeLe" from porte.sans_dossier(${session}::uuid)`,
)
export const sansDossier = async (tx: TenantTx, session: string): Promise<SansDossier[]> =>
  (await manquants(tx, session)).rows
/** Pour montrer : parti avec la page de la session. Qui décide relit. */
export const sansDossierUneFois = uneFois(sansDossier)

/** Une personne de mission que l’on pourrait affecter à la session, et qui n’y est pas encore. */
export type AVenir = {
  readonly mission: MissionId
  /** Sa fiche d’ici, si une mission l’y a déjà placée. */
  readonly fiche: TiersId | null
  readonly prenom: string
  readonly famille: string
  readonly envoyeur: string
}
const aVenir = composee(
  (session: string) =>
    sql<AVenir>`select mission, fiche, prenom, famille, envoyeur from porte.a_venir_sans_dossier(${session}::uuid)`,
)
/** Vide à qui ne vise pas. */
export const aVenirSansDossier = async (tx: TenantTx, session: string): Promise<AVenir[]> =>
  (await aVenir(tx, session)).rows
/** Pour montrer : parti avec la page de la session. */
export const aVenirUneFois = uneFois(aVenirSansDossier)

/** De ces sessions, celles qui se tiennent, où la personne de la mission pourrait venir, et dont le dossier manque ; vide à qui ne vise pas. */
export const sessionsADeroger = async (
  tx: TenantTx,
  mission: MissionId,
  sessions: readonly SessionId[],
): Promise<SessionId[]> =>
  (
    await sql<{ id: SessionId }>`select s.id from sessions.session s
      where s.id = any (${[...sessions]}::uuid[]) and s.etat = any (app.liste('sessions-qui-se-tiennent')) and exists (select from porte.a_venir_sans_dossier(s.id) d where d.mission = ${mission}::uuid)`.execute(
      tx,
    )
  ).rows.map((s) => s.id)

export type Derogation = {
  readonly personne: TiersId
  readonly nom: string
  readonly motif: string
  readonly le: Date
}
const derogations = composee(
  (
    session: string,
  ) => sql<Derogation>`select d.personne_id as personne, trim(p.prenom || ' ' || p.nom) as nom, d.motif, d.le
      from mutualisation.derogation d join tiers.personne p on p.organisme_id = d.organisme_id and p.id = d.personne_id
     where d.session_id = ${session}::uuid order by d.le`,
)
export const derogationsUneFois = uneFois(
  async (tx, session): Promise<Derogation[]> => (await derogations(tx, session)).rows,
)

/** Ce que la mission demande de revoir (`porte.missions_a_revoir`). */
export type ARevoir = {
  readonly mission: MissionId
  readonly quoi: QuoiRevoir
  /** Depuis quand le dossier est demandé. */
  readonly le: Date | null
}
export const missionsARevoir = async (tx: TenantTx, le: Date): Promise<ARevoir[]> =>
  (await sql<ARevoir>`select mission, quoi, le from porte.missions_a_revoir(${le}::timestamptz)`.execute(tx))
    .rows

/** Un mot : « demande », ou pourquoi rien ne l’est (`direRefusDuDossier`). */
export const demanderDossier = async (tx: TenantTx, mission: MissionId, le: Date): Promise<string> =>
  (
    await sql<{
      r: string
    }>`select porte.dossier_demander(${mission}::uuid, ${le}::timestamptz) as r`.execute(tx)
  ).rows[0]?.r ?? 'introuvable'

/** La base retient à quelle fiche d’ici la mission est placée. */
export const placerMission = async (tx: TenantTx, mission: MissionId, fiche: TiersId): Promise<void> => {
  await sql`select porte.mission_placer(${mission}::uuid, ${fiche}::uuid)`.execute(tx)
}
