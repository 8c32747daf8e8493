/** Qui audite du dehors. Tout passe par des portes : ni le pair ni le porteur d’un lien n’ouvrent jamais la coopérative auditée. */
import { sql } from 'kysely'
import type { OrganismeId } from '#kernel/id.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import type { Fiche } from '../domain/audit-blanc.ts'
import { missionsQuiCourent } from '../domain/mission.ts'

export type EtatMission = 'propose' | 'accepte' | 'refuse' | 'retire' | 'echu'
export type Mission = {
  readonly id: string
  readonly genre: 'pair' | 'externe'
  /** La coopérative du pair. */
  readonly organisme: string | null
  readonly nom: string
  readonly finalite: string
  readonly expireLe: string
  readonly etat: EtatMission
  readonly proposeLe: Date
  readonly reponduLe: Date | null
  /** Qui a accepté. */
  readonly par: string | null
  readonly lectures: number
  readonly derniere: Date | null
}

const vrai = async (q: ReturnType<typeof sql<{ r: boolean }>>, tx: TenantTx): Promise<boolean> =>
  (await q.execute(tx)).rows[0]?.r === true

export const pairsPossibles = async (tx: TenantTx): Promise<{ organisme: OrganismeId; nom: string }[]> =>
  (
    await sql<{
      organisme: OrganismeId
      nom: string
    }>`select organisme_id as organisme, nom from porte.pairs_d_audit()`.execute(tx)
  ).rows

/** `jeton` : l’empreinte d’un lien ; sans lui, `pair` nomme la coopérative. Faux : la porte a refusé. */
export const proposerMission = (
  tx: TenantTx,
  m: {
    readonly id: string
    readonly audit: string
    readonly pair?: string
    readonly jeton?: Buffer
    readonly nom: string
    readonly finalite: string
    readonly expireLe: string
    readonly le: Date
  },
): Promise<boolean> =>
  vrai(
    sql<{
      r: boolean
    }>`select porte.proposer_mission(${m.id}::uuid, ${m.audit}::uuid, ${m.pair ?? null}::uuid, ${m.jeton ?? null}::bytea, ${m.nom}, ${m.finalite},
      ${m.expireLe}::date, ${m.le}::timestamptz) as r`,
    tx,
  )
export const repondreMission = (
  tx: TenantTx,
  organisme: string,
  id: string,
  oui: boolean,
  le: Date,
): Promise<boolean> =>
  vrai(
    sql<{
      r: boolean
    }>`select porte.repondre_mission(${organisme}::uuid, ${id}::uuid, ${oui}::bool, ${le}::timestamptz) as r`,
    tx,
  )
export const retirerMission = (tx: TenantTx, organisme: string, id: string, le: Date): Promise<boolean> =>
  vrai(
    sql<{
      r: boolean
    }>`select porte.retirer_mission(${organisme}::uuid, ${id}::uuid, ${le}::timestamptz) as r`,
    tx,
  )

export const missionsDeLAudit = async (tx: TenantTx, audit: string): Promise<Mission[]> =>
  (
    await sql<Mission>`select id, genre, organisme, nom, finalite, expire_le::text as "expireLe",
      case when expire_le < porte_jour.j and etat in ${cesMots(missionsQuiCourent)} then 'echu' else etat end as etat, propose_le as "proposeLe",
      repondu_le as "reponduLe", par, lectures::int4 as lectures, derniere
    from porte.missions_d_audit(${audit}::uuid), (select (now() at time zone 'Europe/Paris')::date as j) porte_jour`.execute(
      tx,
    )
  ).rows

export type MissionRecue = {
  readonly organismeId: string
  readonly id: string
  readonly organisme: string
  readonly genre: 'initial' | 'surveillance' | 'renouvellement' | 'extension'
  readonly auditLe: string
  readonly minutes: number
  readonly finalite: string
  readonly expireLe: string
  readonly etat: EtatMission
  readonly proposeLe: Date
  /** C’est moi qui l’ai acceptée. */
  readonly mienne: boolean
  readonly ouvert: boolean
  readonly conclu: boolean
}

export const missionsRecues = async (tx: TenantTx): Promise<MissionRecue[]> =>
  (
    await sql<MissionRecue>`select organisme_id as "organismeId", id, organisme, genre, audit_le::text as "auditLe", minutes, finalite,
      expire_le::text as "expireLe", etat, propose_le as "proposeLe", mienne, ouvert, conclu from porte.missions_recues()`.execute(
      tx,
    )
  ).rows

/** Qui lit : le pair, par son compte et sa mission ; ou le porteur d’un lien. */
export type Lecteur = { readonly organisme: string; readonly mission: string } | { readonly jeton: string }

const arguments_ = (l: Lecteur) =>
  'jeton' in l
    ? sql`null::uuid, null::uuid, ${Buffer.from(l.jeton, 'utf8')}::bytea`
    : sql`${l.organisme}::uuid, ${l.mission}::uuid, null::bytea`

export type EchantillonLu = {
  readonly organisme: string
  readonly nom: string
  readonly finalite: string
  readonly expireLe: string
  readonly minutes: number
  readonly genre: MissionRecue['genre']
  readonly auditLe: string
  readonly engagement: string | null
  readonly graine: string | null
  readonly ouvertLe: string | null
  readonly concluLe: string | null
  readonly photo: unknown
  readonly constats: readonly (Fiche & { readonly ecritLe: string })[]
}

/** L’échantillon figé ; rien si la mission ne vaut pas (ou plus). `quoi` s’écrit au registre des lectures. */
export const lireEchantillon = async (
  tx: TenantTx | PublicTx,
  lecteur: Lecteur,
  quoi: string,
): Promise<EchantillonLu | undefined> =>
  (
    await sql<{
      e: EchantillonLu | null
    }>`select porte.lire_echantillon(${arguments_(lecteur)}, ${quoi}) as e`.execute(tx)
  ).rows[0]?.e ?? undefined

/** Ce que la règle demande d’un point : son nom, et s’il admet une mineure. Rien de l’échantillon : rien ne s’écrit aux lectures. */
export const lirePointDeMission = async (
  tx: TenantTx,
  { organisme, mission }: { readonly organisme: string; readonly mission: string },
  point: string,
): Promise<
  | {
      readonly point: string
      readonly intitule: string
      readonly gradable: boolean
      readonly conclu: boolean
    }
  | undefined
> =>
  (
    await sql<{ point: string; intitule: string; gradable: boolean; conclu: boolean }>`
      select ${point} as point, intitule, gradable, conclu from porte.point_de_mission(${organisme}::uuid, ${mission}::uuid, ${point})`.execute(
      tx,
    )
  ).rows[0]

export type FichierRemis = {
  readonly organisme: string
  readonly libelle: string
  readonly empreinte: string
  readonly type: string
  readonly octets: Buffer | null
}

export const lireFichierRemis = async (
  tx: TenantTx | PublicTx,
  lecteur: Lecteur,
  piece: string,
): Promise<FichierRemis | undefined> =>
  (
    await sql<FichierRemis>`select organisme_id as organisme, libelle, empreinte, type, octets
      from porte.fichier_d_echantillon(${arguments_(lecteur)}, ${piece}::uuid)`.execute(tx)
  ).rows[0]

export const constaterMission = (
  tx: TenantTx,
  { organisme, mission }: { readonly organisme: string; readonly mission: string },
  f: Fiche,
  le: Date,
): Promise<boolean> =>
  vrai(
    sql<{
      r: boolean
    }>`select porte.constater_mission(${organisme}::uuid, ${mission}::uuid, ${f.point}, ${f.rang}::int4, ${f.conclusion}, ${f.constat}, ${f.risque},
      ${f.secondes}::int4, ${le}::timestamptz) as r`,
    tx,
  )
