/** Chaque porte répond d’un mot : ce qui s’est fait, ou pourquoi rien n’a bougé (`direRefusDAppel`, `direRefusDeMission`). */
import { type RawBuilder, sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { OrganismeId } from '#kernel/id.ts'
import type { PieceId } from '#modules/documents/index.ts'
import type { PoleId } from '#modules/pole/index.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import type { Appel, AppelId, Part, ReponseId } from '../domain/appels.ts'
import type { RangDEquite } from '../domain/equite.ts'
import type { Faits } from '../domain/formes/faits.ts'
import type { CodeForme } from '../domain/formes/regle.ts'
import type { Constat, MissionId } from '../domain/missions.ts'
import type { FicheId } from '../domain/vivier.ts'

const mot = async (tx: TenantTx, appel: RawBuilder<{ r: string }>): Promise<string> =>
  (await appel.execute(tx)).rows[0]?.r ?? 'refuse'

/** Un appel que l’on publie ; prix en centimes. */
export type AppelAPublier = Pick<
  Appel,
  | 'objet'
  | 'publics'
  | 'stagiaires'
  | 'lieu'
  | 'attendus'
  | 'exigences'
  | 'debut'
  | 'fin'
  | 'dirige'
  | 'payeur'
  | 'prixGenre'
  | 'prixMin'
  | 'prixMax'
  | 'vuDe'
  | 'jusquAu'
> & {
  readonly pole: PoleId
  readonly choisies: readonly OrganismeId[]
  readonly fiches: readonly FicheId[]
}
export const publierAppel = (tx: TenantTx, id: AppelId, a: AppelAPublier, le: Date) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.appel_publier(${id}::uuid, ${a.pole}::uuid, ${a.objet}, ${a.publics}, ${a.stagiaires}::integer, ${a.lieu}, ${a.attendus}, ${a.exigences},
      ${a.debut}::integer, ${a.fin}::integer, ${a.dirige}, ${a.payeur}, ${a.prixGenre}, ${a.prixMin}::bigint, ${a.prixMax}::bigint, ${a.vuDe},
      ${[...a.choisies]}::uuid[], ${[...a.fiches]}::uuid[], ${a.jusquAu}::timestamptz, ${le}::timestamptz) as r`,
  )
export const daterAppel = (tx: TenantTx, id: AppelId, rang: number, jours: readonly DateCivile[]) =>
  mot(
    tx,
    sql<{ r: string }>`select porte.appel_dater(${id}::uuid, ${rang}::integer, ${[...jours]}::date[]) as r`,
  )
export const cloreAppel = (tx: TenantTx, id: AppelId, issue: 'pourvu' | 'retire', le: Date) =>
  mot(tx, sql<{ r: string }>`select porte.appel_clore(${id}::uuid, ${issue}, ${le}::timestamptz) as r`)

/** Une réponse que l’on fait ; prix en centimes. */
export type ReponseAFaire = {
  readonly fiche: FicheId
  readonly part: Part
  readonly rangs: readonly number[]
  readonly prix: number
  readonly auCout: boolean
  readonly statut: Faits['statut']
  readonly message: string
}
export const repondreAAppel = (tx: TenantTx, id: ReponseId, appel: AppelId, r: ReponseAFaire, le: Date) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.appel_repondre(${id}::uuid, ${appel}::uuid, ${r.fiche}::uuid, ${r.part}, ${[...r.rangs]}::integer[], ${r.prix}::bigint, ${r.auCout},
      ${r.statut}, ${r.message}, ${le}::timestamptz) as r`,
  )
export const retirerReponse = (tx: TenantTx, id: ReponseId, le: Date) =>
  mot(tx, sql<{ r: string }>`select porte.reponse_retirer(${id}::uuid, ${le}::timestamptz) as r`)
export const ecarterReponse = (tx: TenantTx, id: ReponseId, motif: string, le: Date) =>
  mot(tx, sql<{ r: string }>`select porte.reponse_ecarter(${id}::uuid, ${motif}, ${le}::timestamptz) as r`)

/** Retient une réponse à une date. `classement` : les faits du rang, que la page recalcule. */
export const choisirReponse = (
  tx: TenantTx,
  id: MissionId,
  c: {
    readonly reponse: ReponseId
    readonly rang: number
    readonly forme: CodeForme
    readonly classement: readonly RangDEquite[]
  },
  le: Date,
) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.mission_choisir(${id}::uuid, ${c.reponse}::uuid, ${c.rang}::integer, ${c.forme}, ${JSON.stringify(c.classement)}::jsonb,
      ${le}::timestamptz) as r`,
  )
export const viserMission = (
  tx: TenantTx,
  id: MissionId,
  qui: 'personne' | 'coop',
  { oui, motif }: { readonly oui: boolean; readonly motif: string },
  le: Date,
) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.mission_viser(${id}::uuid, ${qui}, ${oui}, ${motif}, ${le}::timestamptz) as r`,
  )
export const redigerMission = (tx: TenantTx, id: MissionId, contrat: string, piece: PieceId, le: Date) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.mission_rediger(${id}::uuid, ${contrat}, ${piece}::uuid, ${le}::timestamptz) as r`,
  )
export const garderAvenant = (tx: TenantTx, id: MissionId, piece: PieceId) =>
  mot(tx, sql<{ r: string }>`select porte.mission_avenant(${id}::uuid, ${piece}::uuid) as r`)
/** La mission apprend que cette pièce vient d’être signée ; la base relit la preuve. */
export const signerMission = (tx: TenantTx, piece: PieceId, le: Date) =>
  mot(tx, sql<{ r: string }>`select porte.mission_signer(${piece}::uuid, ${le}::timestamptz) as r`)
export const quitterMission = (tx: TenantTx, id: MissionId, motif: string, le: Date) =>
  mot(tx, sql<{ r: string }>`select porte.mission_quitter(${id}::uuid, ${motif}, ${le}::timestamptz) as r`)
export const constaterMission = (tx: TenantTx, id: MissionId, c: Constat, le: Date) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.mission_constater(${id}::uuid, ${c.minutes}::integer, ${c.centimes}::bigint, ${c.taux}::integer,
      ${c.cout ? [...c.cout] : null}::bigint[], ${le}::timestamptz) as r`,
  )

/** Ce que les feuilles closes d’ici comptent de ce qui fut confié. */
export const suivreMission = (
  tx: TenantTx,
  id: MissionId,
  s: { readonly stagiaires: number; readonly minutes: number },
  le: Date,
) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.mission_suivre(${id}::uuid, ${s.stagiaires}::integer, ${s.minutes}::bigint, ${le}::timestamptz) as r`,
  )

/** Rend les heures des options échues ; combien. Pour la tâche de fond seule. */
export const expirerMissions = async (tx: PublicTx, limite: number, le: Date): Promise<number> =>
  (await sql<{ n: number }>`select porte.mission_expirer(${limite}, ${le}::timestamptz) as n`.execute(tx))
    .rows[0]?.n ?? 0

/** Un appel dont des réponses s’annoncent, à qui l’a publié ou y choisit à sa place. */
export type ReponsesAAnnoncer = {
  readonly organisme: OrganismeId
  readonly cooperative: string
  readonly appel: AppelId
  readonly objet: string
  readonly courriel: string
  readonly prenom: string
  readonly nombre: number
}
/** Chaque réponse ne s’y trouve qu’une fois ; `prises` : combien le passage en a vu, à dire ou non. Pour la tâche de fond seule. */
export const annoncerReponses = async (
  tx: PublicTx,
  limite: number,
  le: Date,
): Promise<{ readonly dues: readonly ReponsesAAnnoncer[]; readonly prises: number }> => {
  const { rows } = await sql<
    ReponsesAAnnoncer & { prises: number }
  >`select organisme, cooperative, appel, objet, courriel, prenom, nombre, prises
      from porte.reponses_annoncer(${limite}, ${le}::timestamptz)`.execute(tx)
  return { dues: rows.filter((r) => r.courriel !== null), prises: rows[0]?.prises ?? 0 }
}
/** Efface les appels échus et leurs réponses sans mission ferme ; combien d’appels. Pour la tâche de fond seule. */
export const expirerAppels = async (tx: PublicTx, limite: number, le: Date): Promise<number> =>
  (await sql<{ n: number }>`select porte.appels_expirer(${limite}, ${le}::timestamptz) as n`.execute(tx))
    .rows[0]?.n ?? 0
