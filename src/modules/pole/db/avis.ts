/** Les messages que les pôles envoient, chacun une fois ; et qui veut lire les retours dans sa boîte. */
import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { OrganismeId, PersonneId } from '#kernel/id.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import type { PoleId } from './poles.ts'
import type { Engagement } from './suites.ts'

/** Les coopératives qui sont d'un pôle au moins. */
export const cooperativesDesPoles = async (tx: PublicTx): Promise<OrganismeId[]> => {
  const { rows } = await sql<{
    o: OrganismeId
  }>`select organisme_id as o from porte.cooperatives_des_poles()`.execute(tx)
  return rows.map((r) => r.o)
}

export type EngagementARappeler = Pick<Engagement, 'id' | 'reunion' | 'quoi'> & {
  readonly pole: PoleId
  readonly pour: DateCivile
  readonly compte: PersonneId
}

/** Les engagements pris pour cette coopérative, par une personne connue, dont le jour vient avant `au` ou est passé. */
export const engagementsARappeler = async (
  tx: TenantTx,
  moi: OrganismeId,
  au: DateCivile,
): Promise<EngagementARappeler[]> =>
  (
    await sql<EngagementARappeler>`select pole_id as pole, id, reunion_id as reunion, quoi, pour, compte_id as compte from pole.engagement
      where de_organisme_id = ${moi} and compte_id is not null and etat = 'pris' and pour <= ${au} order by pour limit 200`.execute(
      tx,
    )
  ).rows

/** Les votes ouverts des pôles de la coopérative qui ferment entre ces deux instants. */
export const votesQuiFerment = async (
  tx: TenantTx,
  depuis: Date,
  avant: Date,
): Promise<{ pole: PoleId; id: string }[]> =>
  (
    await sql<{ pole: PoleId; id: string }>`select pole_id as pole, id from pole.decision
      where etat = 'ouverte' and ferme_le > ${depuis} and ferme_le <= ${avant} limit 200`.execute(tx)
  ).rows

/** Jusqu'à quel jour se montre ce que la coopérative cherche et propose, pôle par pôle. */
export const mesAnnonces = async (tx: TenantTx): Promise<{ pole: PoleId; jusque: DateCivile }[]> => {
  const { rows } = await sql<{
    pole: PoleId
    jusque: DateCivile
  }>`select pole, jusque from porte.mes_annonces()`.execute(tx)
  return rows
}

// ─── Lire les retours dans sa boîte ──────────────────────────────────────────────────────────────

export type Abonne = { readonly organisme: OrganismeId; readonly compte: PersonneId }

export const abonnesDuPole = async (tx: TenantTx, pole: PoleId): Promise<Abonne[]> =>
  (
    await sql<Abonne>`select organisme_id as organisme, compte_id as compte from pole.abonne where pole_id = ${pole}`.execute(
      tx,
    )
  ).rows

export const estAbonne = async (tx: TenantTx, pole: PoleId, compte: PersonneId): Promise<boolean> =>
  (await sql`select from pole.abonne where pole_id = ${pole} and compte_id = ${compte}`.execute(tx)).rows
    .length > 0
