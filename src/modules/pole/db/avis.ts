/** Les messages que les pôles envoient, chacun une fois ; et qui veut lire les retours dans sa boîte. */
import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { OrganismeId, PersonneId } from '#kernel/id.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import type { PoleId } from './poles.ts'
import type { Engagement } from './suites.ts'

/** Note que ce message est parti vers cette personne. Faux : il l'était déjà. */
export const noterAvis = async (
  tx: TenantTx,
  pole: PoleId,
  cle: string,
  compte: PersonneId,
  le: Date,
): Promise<boolean> => {
  const r = await tx
    .insertInto('pole.avis')
    .values({ pole_id: pole, cle, compte_id: compte, le })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst()
  return Number(r.numInsertedOrUpdatedRows ?? 0) === 1
}

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
  (await tx
    .selectFrom('pole.engagement')
    .select(['pole_id as pole', 'id', 'reunion_id as reunion', 'quoi', 'pour', 'compte_id as compte'])
    .where('de_organisme_id', '=', moi)
    .where('compte_id', 'is not', null)
    .where('etat', '=', 'pris')
    .where('pour', '<=', au)
    .orderBy('pour')
    .limit(200)
    .execute()) as EngagementARappeler[]

/** Les votes ouverts des pôles de la coopérative qui ferment entre ces deux instants. */
export const votesQuiFerment = async (
  tx: TenantTx,
  depuis: Date,
  avant: Date,
): Promise<{ pole: PoleId; id: string }[]> =>
  (await tx
    .selectFrom('pole.decision')
    .select(['pole_id as pole', 'id'])
    .where('etat', '=', 'ouverte')
    .where('ferme_le', '>', depuis)
    .where('ferme_le', '<=', avant)
    .limit(200)
    .execute()) as { pole: PoleId; id: string }[]

/** Jusqu'à quel jour se montre ce que la coopérative cherche et propose, pôle par pôle. */
export const mesAnnonces = async (tx: TenantTx): Promise<{ pole: PoleId; jusque: DateCivile }[]> => {
  const { rows } = await sql<{
    pole: PoleId
    jusque: DateCivile
  }>`select * from porte.mes_annonces()`.execute(tx)
  return rows
}

// ─── Lire les retours dans sa boîte ──────────────────────────────────────────────────────────────

export type Abonne = { readonly organisme: OrganismeId; readonly compte: PersonneId }

export const abonnesDuPole = async (tx: TenantTx, pole: PoleId): Promise<Abonne[]> =>
  (await tx
    .selectFrom('pole.abonne')
    .select(['organisme_id as organisme', 'compte_id as compte'])
    .where('pole_id', '=', pole)
    .execute()) as Abonne[]

export const estAbonne = async (tx: TenantTx, pole: PoleId, compte: PersonneId): Promise<boolean> =>
  (await tx
    .selectFrom('pole.abonne')
    .select('compte_id')
    .where('pole_id', '=', pole)
    .where('compte_id', '=', compte)
    .executeTakeFirst()) !== undefined

export const changerAbonnement = async (
  tx: TenantTx,
  pole: PoleId,
  compte: PersonneId,
  veut: boolean,
  le: Date,
): Promise<void> => {
  if (veut)
    await tx
      .insertInto('pole.abonne')
      .values({ pole_id: pole, compte_id: compte, depuis_le: le })
      .onConflict((c) => c.doNothing())
      .execute()
  else
    await tx.deleteFrom('pole.abonne').where('pole_id', '=', pole).where('compte_id', '=', compte).execute()
}
