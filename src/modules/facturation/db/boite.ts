import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'

export type BoiteReglee = {
  readonly hote: string
  readonly port: number
  readonly compte: string
  readonly dossier: string
  readonly poseeLe: Date
  /** La numérotation du dossier au dernier message lu ; nulle : rien n’en est encore lu. */
  readonly validite: number | null
  readonly lueJusqua: number
  /** La dernière relève qui a abouti. */
  readonly releveeLe: Date | null
  /** Ce qui a empêché la dernière. */
  readonly echec: string | null
  /** La boîte refuse ce compte : rien ne s’y essaie plus de soi-même. */
  readonly refusee: boolean
}

/** Sans son mot de passe. */
export const lireBoite = async (tx: TenantTx): Promise<BoiteReglee | undefined> =>
  (
    await sql<BoiteReglee>`select hote, port, compte, dossier, posee_le as "poseeLe", validite, lue_jusqua as "lueJusqua",
        relevee_le as "releveeLe", echec, refusee
      from facturation.boite where organisme_id = (select app.organisme())`.execute(tx)
  ).rows[0]

/** Chiffré : l’ouvrir demande les clés de l’instance. */
export const lireSecretDeBoite = async (tx: TenantTx): Promise<Uint8Array | undefined> =>
  (
    await sql<{
      secret: Buffer
    }>`select secret from facturation.boite where organisme_id = (select app.organisme())`.execute(tx)
  ).rows[0]?.secret

export const courrierDejaLu = async (tx: TenantTx, message: string): Promise<boolean> =>
  (
    await sql<{
      un: number
    }>`select 1 as un from facturation.courrier_lu where organisme_id = (select app.organisme()) and message = ${message}`.execute(
      tx,
    )
  ).rows.length > 0

export type CourrierLu = {
  readonly message: string
  readonly recuLe: Date
  readonly suite: string
  readonly ecarte: boolean
}
/** Les cinquante derniers lus. */
export const courriersLus = async (tx: TenantTx): Promise<readonly CourrierLu[]> =>
  (
    await sql<CourrierLu>`select message, recu_le as "recuLe", suite, ecarte from facturation.courrier_lu
      where organisme_id = (select app.organisme()) order by lu_le desc, recu_le desc, message limit 50`.execute(
      tx,
    )
  ).rows
