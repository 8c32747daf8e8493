/** Ce qui sort d'une réunion : ce que quelqu'un s'engage à faire, et les groupes de travail. */
import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Id, PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { ReunionId } from '../domain/rencontre.ts'
import type { PoleId } from './poles.ts'
import type { Theme } from './reunions.ts'

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
