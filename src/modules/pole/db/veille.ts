import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { OrganismeId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { PoleId } from './poles.ts'

export const genresVeille = {
  legale: 'légale et réglementaire',
  metiers: 'métiers et compétences',
  pedagogie: 'pédagogique et technique',
} as const

export type GenreVeille = keyof typeof genresVeille

/** Une source de veille partagée dans un pôle. Ce que chacune en décide s’écrit chez elle. */
export type Veille = {
  readonly pole: PoleId
  readonly id: string
  readonly organisme: OrganismeId
  readonly genre: GenreVeille
  readonly titre: string
  /** Une adresse, ou une référence. */
  readonly source: string
  readonly parueLe: DateCivile
  readonly resume: string
  readonly impact: string
  readonly par: string
  readonly le: Date
}

/** Les sources en cours, la plus récente d’abord ; d’un pôle, ou de tous ceux de la coopérative. */
export const veillesPartagees = async (tx: TenantTx, pole?: PoleId): Promise<Veille[]> =>
  (
    await sql<Veille>`select pole_id as pole, id, organisme_id as organisme, genre, titre, source, parue_le as "parueLe", resume, impact,
      par, le from pole.veille
    where ${pole === undefined ? sql`true` : sql`pole_id = ${pole}`} and retiree_le is null
    order by parue_le desc, id desc limit 300`.execute(tx)
  ).rows
