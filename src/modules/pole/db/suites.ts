/** Ce qui sort d'une réunion : ce que quelqu'un s'engage à faire, et les groupes de travail. */
import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Id, OrganismeId, PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { PoleId } from './poles.ts'
import type { ReunionId, Theme } from './reunions.ts'

export type Engagement = {
  readonly id: Id<'Engagement'>
  readonly reunion: ReunionId | null
  readonly quoi: string
  readonly qui: string
  readonly pour: DateCivile | null
  readonly etat: 'pris' | 'tenu' | 'reporte' | 'abandonne'
  readonly suite: string
  /** Le compte de qui s'engage, si le pôle le connaît : un rappel lui part avant le jour dit. */
  readonly compte: PersonneId | null
}

export const engagementsDu = async (tx: TenantTx, pole: PoleId, reunion?: ReunionId): Promise<Engagement[]> =>
  (await tx
    .selectFrom('pole.engagement')
    .select(['id', 'reunion_id as reunion', 'quoi', 'qui', 'pour', 'etat', 'suite', 'compte_id as compte'])
    .where('pole_id', '=', pole)
    .$if(reunion !== undefined, (q) => q.where('reunion_id', '=', reunion ?? null))
    .orderBy(sql`etat <> 'pris'`)
    .orderBy('pour')
    .orderBy('id')
    .limit(200)
    .execute()) as Engagement[]

export const prendreEngagement = async (
  tx: TenantTx,
  pole: PoleId,
  e: Pick<Engagement, 'id' | 'reunion' | 'quoi' | 'qui' | 'pour'> & {
    readonly personne: { readonly organisme: OrganismeId; readonly compte: PersonneId } | undefined
  },
  le: Date,
): Promise<void> => {
  await tx
    .insertInto('pole.engagement')
    .values({
      pole_id: pole,
      id: e.id,
      reunion_id: e.reunion,
      quoi: e.quoi,
      qui: e.qui,
      pour: e.pour,
      compte_id: e.personne?.compte ?? null,
      de_organisme_id: e.personne?.organisme ?? null,
      cree_le: le,
    })
    .onConflict((c) => c.doNothing())
    .execute()
}

export type Groupe = {
  readonly id: Id<'Groupe'>
  readonly nom: string
  readonly mandat: string
  readonly pilote: string
  readonly theme: Theme['id'] | null
  readonly echeance: DateCivile | null
  readonly closLe: DateCivile | null
}

export const groupesDu = async (tx: TenantTx, pole: PoleId): Promise<Groupe[]> =>
  (await tx
    .selectFrom('pole.groupe')
    .select(['id', 'nom', 'mandat', 'pilote', 'theme_id as theme', 'echeance', 'clos_le as closLe'])
    .where('pole_id', '=', pole)
    .orderBy(sql`clos_le is not null`)
    .orderBy('nom')
    .limit(100)
    .execute()) as Groupe[]

export const ouvrirGroupe = async (
  tx: TenantTx,
  pole: PoleId,
  g: Omit<Groupe, 'closLe'>,
  le: Date,
): Promise<void> => {
  await tx
    .insertInto('pole.groupe')
    .values({
      pole_id: pole,
      id: g.id,
      nom: g.nom,
      mandat: g.mandat,
      pilote: g.pilote,
      theme_id: g.theme,
      echeance: g.echeance,
      cree_le: le,
    })
    .onConflict((c) => c.doNothing())
    .execute()
}

/** Ce que dit un groupe de lui ; refusé par la base (aucune ligne) à qui n'anime pas. */
export const changerGroupe = async (
  tx: TenantTx,
  pole: PoleId,
  id: Groupe['id'],
  dit: Pick<Groupe, 'nom' | 'mandat' | 'pilote' | 'echeance'>,
): Promise<boolean> => {
  const r = await tx
    .updateTable('pole.groupe')
    .set(dit)
    .where('pole_id', '=', pole)
    .where('id', '=', id)
    .executeTakeFirst()
  return Number(r.numUpdatedRows) === 1
}

/** Ce que devient un engagement. Faux : il n'est ni de sa coopérative, ni d'un pôle qu'on anime. */
export const suivreEngagement = async (
  tx: TenantTx,
  pole: PoleId,
  id: Engagement['id'],
  suite: Pick<Engagement, 'etat' | 'suite'> & { readonly pour?: DateCivile },
): Promise<boolean> => {
  const r = await tx
    .updateTable('pole.engagement')
    .set(suite)
    .where('pole_id', '=', pole)
    .where('id', '=', id)
    .executeTakeFirst()
  return Number(r.numUpdatedRows) === 1
}

/** Clôt un groupe : ce qu'il a fait reste. */
export const cloreGroupe = async (
  tx: TenantTx,
  pole: PoleId,
  id: Groupe['id'],
  le: DateCivile,
): Promise<boolean> => {
  const r = await tx
    .updateTable('pole.groupe')
    .set({ clos_le: le })
    .where('pole_id', '=', pole)
    .where('id', '=', id)
    .where('clos_le', 'is', null)
    .executeTakeFirst()
  return Number(r.numUpdatedRows) === 1
}

export type Amendement = {
  readonly id: Id<'Amendement'>
  readonly texte: string
  readonly par: string
  readonly le: Date
}

/** Les corrections proposées au compte rendu, dans l'ordre. */
export const amendementsDe = async (tx: TenantTx, pole: PoleId, reunion: ReunionId): Promise<Amendement[]> =>
  (await tx
    .selectFrom('pole.amendement')
    .select(['id', 'texte', 'par', 'le'])
    .where('pole_id', '=', pole)
    .where('reunion_id', '=', reunion)
    .orderBy('le')
    .orderBy('id')
    .limit(200)
    .execute()) as Amendement[]

export const proposerAmendement = async (
  tx: TenantTx,
  pole: PoleId,
  reunion: ReunionId,
  a: Omit<Amendement, 'le'>,
  le: Date,
): Promise<void> => {
  await tx
    .insertInto('pole.amendement')
    .values({ pole_id: pole, reunion_id: reunion, ...a, le })
    .onConflict((c) => c.doNothing())
    .execute()
}
