import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'

export type PlateformeReglee = {
  readonly nom: string
  readonly flux: string
  readonly annuaire: string | null
  readonly jeton: string
  readonly client: string
  readonly poseeLe: Date
  /** Ce que la plateforme a changé jusque-là est lu. */
  readonly lueJusqua: Date
  /** La dernière relève qui a abouti. */
  readonly releveeLe: Date | null
  /** Ce qui a empêché la dernière. */
  readonly echec: string | null
  /** Elle a une adresse à appeler quand quelque chose a changé. */
  readonly appelee: boolean
}

/** Sans son secret. */
export const lirePlateforme = async (tx: TenantTx): Promise<PlateformeReglee | undefined> =>
  (
    await sql<PlateformeReglee>`select nom, flux, annuaire, jeton, client, posee_le as "poseeLe", lue_jusqua as "lueJusqua",
        relevee_le as "releveeLe", echec, appel is not null as appelee
      from facturation.plateforme where organisme_id = (select app.organisme())`.execute(tx)
  ).rows[0]

/** Chiffré : l’ouvrir demande les clés de l’instance. */
export const lireSecret = async (tx: TenantTx): Promise<Uint8Array | undefined> =>
  (
    await sql<{
      secret: Buffer
    }>`select secret from facturation.plateforme where organisme_id = (select app.organisme())`.execute(tx)
  ).rows[0]?.secret

/** Ce flux est-il déjà lu ? */
export const fluxDejaLu = async (tx: TenantTx, flux: string): Promise<boolean> =>
  (
    await sql<{
      un: number
    }>`select 1 as un from facturation.flux_lu where organisme_id = (select app.organisme()) and flux = ${flux}`.execute(
      tx,
    )
  ).rows.length > 0

export type FluxEcarte = {
  readonly flux: string
  /** Arrivé, ou lu la première fois. */
  readonly luLe: Date
  readonly genre: 'facture' | 'statut' | 'autre'
  readonly suite: string
}
/** Ce qui est arrivé depuis cet instant et ne se lit pas, ou ne parle d’aucune facture d’ici ; les cinquante plus récents. */
export const fluxEcartesDepuis = async (tx: TenantTx, depuis: Date): Promise<readonly FluxEcarte[]> =>
  (
    await sql<FluxEcarte>`select flux, lu_le as "luLe", genre, suite from facturation.flux_lu
      where organisme_id = (select app.organisme()) and ecarte and lu_le > ${depuis}::timestamptz
      order by lu_le desc, flux limit 50`.execute(tx)
  ).rows

export const fluxEcartes = (tx: TenantTx): Promise<readonly FluxEcarte[]> =>
  fluxEcartesDepuis(tx, new Date(0))
