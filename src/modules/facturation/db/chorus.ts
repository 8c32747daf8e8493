import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { DepotId } from './cycle.ts'

export type ChorusRegle = {
  readonly api: string
  readonly jeton: string
  readonly client: string
  readonly compte: string
  /** La dernière fois que l’on y a demandé ce que devient un dépôt. */
  readonly releveLe: Date | null
  readonly echec: string | null
}

/** Sans ses secrets. */
export const lireChorus = async (tx: TenantTx): Promise<ChorusRegle | undefined> =>
  (
    await sql<ChorusRegle>`select api, jeton, client, compte, releve_le as "releveLe", echec
      from facturation.chorus where organisme_id = (select app.organisme())`.execute(tx)
  ).rows[0]

/** Chiffrés ensemble : les ouvrir demande les clés de l’instance. */
export const lireSecretsDeChorus = async (tx: TenantTx): Promise<Uint8Array | undefined> =>
  (
    await sql<{
      secret: Buffer
    }>`select secret from facturation.chorus where organisme_id = (select app.organisme())`.execute(tx)
  ).rows[0]?.secret

/** Les dépôts que Chorus Pro a pris et n’a encore ni intégrés, ni rejetés. */
export const depotsASuivreChezChorus = async (
  tx: TenantTx,
): Promise<readonly { readonly id: DepotId; readonly flux: string }[]> =>
  (
    await sql<{ id: DepotId; flux: string }>`select id, flux from facturation.depot
      where organisme_id = (select app.organisme()) and voie = 'chorus' and flux is not null and prise_le is null and clos_le is null
      order by depose_le, id limit 200`.execute(tx)
  ).rows
