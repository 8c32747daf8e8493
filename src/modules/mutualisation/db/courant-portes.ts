/** Chaque porte répond d’un mot : ce qui s’est fait, ou pourquoi rien n’a bougé (`direRefusDuCourant`). */
import { type RawBuilder, sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { OrganismeId } from '#kernel/id.ts'
import type { PoleId } from '#modules/pole/index.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import type { ArreteId, GenreDeFait, MouvementId, PropositionId } from '../domain/courant.ts'

const mot = async (tx: TenantTx, appel: RawBuilder<{ r: string }>): Promise<string> =>
  (await appel.execute(tx)).rows[0]?.r ?? 'refuse'

/** Une écriture que l’on propose. Montant en centimes, positif. */
export type AProposer = {
  readonly id: PropositionId
  readonly avec: OrganismeId
  readonly jeDois: boolean
  readonly genre: 'directe' | 'attente' | 'correction'
  readonly montant: number
  readonly fait: GenreDeFait
  /** Le fait d’où elle naît : entre ces deux coopératives, il n’est compté qu’une fois. */
  readonly faitId: string
  readonly faitLe: DateCivile
  readonly libelle: string
  readonly piece: string
  readonly expireLe: Date | null
  readonly corrige: MouvementId | null
  readonly motif: string
}
export const proposer = (tx: TenantTx, pole: PoleId, p: AProposer, le: Date) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.courant_proposer(${p.id}::uuid, ${pole}::uuid, ${p.avec}::uuid, ${p.jeDois}, ${p.genre}, ${p.montant}::bigint, ${p.fait},
      ${p.faitId}::uuid, ${p.faitLe}::date, ${p.libelle}, ${p.piece}, ${p.expireLe}::timestamptz, ${p.corrige}::uuid, ${p.motif}, ${le}::timestamptz) as r`,
  )
export const repondre = (
  tx: TenantTx,
  id: PropositionId,
  reponse: 'accordee' | 'refusee' | 'retiree',
  le: Date,
) =>
  mot(tx, sql<{ r: string }>`select porte.courant_repondre(${id}::uuid, ${reponse}, ${le}::timestamptz) as r`)
/** Passe `montant` centimes de l’attente et libère le reste ; zéro la libère toute. */
export const denouer = (tx: TenantTx, id: string, attente: MouvementId, montant: number, le: Date) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.courant_denouer(${id}::uuid, ${attente}::uuid, ${montant}::bigint, ${le}::timestamptz) as r`,
  )
export const contester = (tx: TenantTx, mouvement: MouvementId, motif: string, le: Date) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.courant_contester(${mouvement}::uuid, ${motif}, ${le}::timestamptz) as r`,
  )
export const lever = (tx: TenantTx, mouvement: MouvementId, le: Date) =>
  mot(tx, sql<{ r: string }>`select porte.courant_lever(${mouvement}::uuid, ${le}::timestamptz) as r`)
export const ouvrirCompte = (tx: TenantTx, pole: PoleId, le: Date) =>
  mot(tx, sql<{ r: string }>`select porte.courant_ouvrir(${pole}::uuid, ${le}::timestamptz) as r`)
export const consentir = (tx: TenantTx, pole: PoleId, oui: boolean, le: Date) =>
  mot(tx, sql<{ r: string }>`select porte.courant_consentir(${pole}::uuid, ${oui}, ${le}::timestamptz) as r`)
export const poserRegle = (
  tx: TenantTx,
  pole: PoleId,
  r: { readonly id: string; readonly plafond: number; readonly decision: string },
  le: Date,
) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.courant_regler(${r.id}::uuid, ${pole}::uuid, ${r.plafond}::bigint, ${r.decision}::uuid, ${le}::timestamptz) as r`,
  )
export const arreter = (tx: TenantTx, pole: PoleId, id: ArreteId, au: Date, le: Date) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.courant_arreter(${id}::uuid, ${pole}::uuid, ${au}::timestamptz, ${le}::timestamptz) as r`,
  )
export const signer = (tx: TenantTx, pole: PoleId, id: ArreteId, le: Date) =>
  mot(
    tx,
    sql<{ r: string }>`select porte.courant_signer(${pole}::uuid, ${id}::uuid, ${le}::timestamptz) as r`,
  )
export const compenser = (tx: TenantTx, pole: PoleId, id: ArreteId, le: Date) =>
  mot(
    tx,
    sql<{ r: string }>`select porte.courant_compenser(${pole}::uuid, ${id}::uuid, ${le}::timestamptz) as r`,
  )

/** Libère ce qui est échu ; combien de lignes. Pour la tâche de fond seule. */
export const expirer = async (tx: PublicTx, limite: number, le: Date): Promise<number> =>
  (
    await sql<{
      n: number
    }>`select porte.courant_expirer(${limite}, ${le}::timestamptz) as n`.execute(tx)
  ).rows[0]?.n ?? 0
