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
  (
    await sql<Engagement>`select id, reunion_id as reunion, quoi, qui, pour, etat, suite, compte_id as compte from pole.engagement
      where pole_id = ${pole} and ${reunion === undefined ? sql`true` : sql`reunion_id = ${reunion}`}
      order by etat <> 'pris', pour, id limit 200`.execute(tx)
  ).rows

export const prendreEngagement = async (
  tx: TenantTx,
  pole: PoleId,
  e: Pick<Engagement, 'id' | 'reunion' | 'quoi' | 'qui' | 'pour'> & {
    readonly personne: { readonly organisme: OrganismeId; readonly compte: PersonneId } | undefined
  },
  le: Date,
): Promise<void> => {
  await sql`insert into pole.engagement (pole_id, id, reunion_id, quoi, qui, pour, compte_id, de_organisme_id, cree_le)
    values (${pole}, ${e.id}, ${e.reunion}, ${e.quoi}, ${e.qui}, ${e.pour}, ${e.personne?.compte ?? null},
      ${e.personne?.organisme ?? null}, ${le}) on conflict do nothing`.execute(tx)
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
  (
    await sql<Groupe>`select id, nom, mandat, pilote, theme_id as theme, echeance, clos_le as "closLe" from pole.groupe
      where pole_id = ${pole} order by clos_le is not null, nom limit 100`.execute(tx)
  ).rows

export const ouvrirGroupe = async (
  tx: TenantTx,
  pole: PoleId,
  g: Omit<Groupe, 'closLe'>,
  le: Date,
): Promise<void> => {
  await sql`insert into pole.groupe (pole_id, id, nom, mandat, pilote, theme_id, echeance, cree_le)
    values (${pole}, ${g.id}, ${g.nom}, ${g.mandat}, ${g.pilote}, ${g.theme}, ${g.echeance}, ${le}) on conflict do nothing`.execute(
    tx,
  )
}

/** Ce que dit un groupe de lui ; refusé par la base (aucune ligne) à qui n'anime pas. */
export const changerGroupe = async (
  tx: TenantTx,
  pole: PoleId,
  id: Groupe['id'],
  dit: Pick<Groupe, 'nom' | 'mandat' | 'pilote' | 'echeance'>,
): Promise<boolean> => {
  const { numAffectedRows } = await sql`update pole.groupe
    set nom = ${dit.nom}, mandat = ${dit.mandat}, pilote = ${dit.pilote}, echeance = ${dit.echeance}
    where pole_id = ${pole} and id = ${id}`.execute(tx)
  return numAffectedRows === 1n
}

/** Ce que devient un engagement. Faux : il n'est ni de sa coopérative, ni d'un pôle qu'on anime. */
export const suivreEngagement = async (
  tx: TenantTx,
  pole: PoleId,
  id: Engagement['id'],
  suite: Pick<Engagement, 'etat' | 'suite'> & { readonly pour?: DateCivile },
): Promise<boolean> => {
  const { numAffectedRows } = await sql`update pole.engagement
    set etat = ${suite.etat}, suite = ${suite.suite}, pour = coalesce(${suite.pour ?? null}, pour)
    where pole_id = ${pole} and id = ${id}`.execute(tx)
  return numAffectedRows === 1n
}

/** Clôt un groupe : ce qu'il a fait reste. */
export const cloreGroupe = async (
  tx: TenantTx,
  pole: PoleId,
  id: Groupe['id'],
  le: DateCivile,
): Promise<boolean> => {
  const { numAffectedRows } = await sql`update pole.groupe set clos_le = ${le}
    where pole_id = ${pole} and id = ${id} and clos_le is null`.execute(tx)
  return numAffectedRows === 1n
}

export type Amendement = {
  readonly id: Id<'Amendement'>
  readonly texte: string
  readonly par: string
  readonly le: Date
}

/** Les corrections proposées au compte rendu, dans l'ordre. */
export const amendementsDe = async (tx: TenantTx, pole: PoleId, reunion: ReunionId): Promise<Amendement[]> =>
  (
    await sql<Amendement>`select id, texte, par, le from pole.amendement
      where pole_id = ${pole} and reunion_id = ${reunion} order by le, id limit 200`.execute(tx)
  ).rows

export const proposerAmendement = async (
  tx: TenantTx,
  pole: PoleId,
  reunion: ReunionId,
  a: Omit<Amendement, 'le'>,
  le: Date,
): Promise<void> => {
  await sql`insert into pole.amendement (pole_id, reunion_id, id, texte, par, le)
    values (${pole}, ${reunion}, ${a.id}, ${a.texte}, ${a.par}, ${le}) on conflict do nothing`.execute(tx)
}
