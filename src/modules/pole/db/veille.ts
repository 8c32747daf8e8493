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

/** Faux : le même envoi est déjà là. */
export const partagerVeille = async (tx: TenantTx, v: Omit<Veille, 'organisme'>): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into pole.veille (pole_id, id, genre, titre, source, parue_le, resume, impact, par, le)
    values (${v.pole}, ${v.id}, ${v.genre}, ${v.titre}, ${v.source}, ${v.parueLe}, ${v.resume}, ${v.impact}, ${v.par}, ${v.le})
    on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

/** Retire ce que la coopérative a partagé ; ce qu’on en a repris ailleurs reste. */
export const retirerVeille = async (tx: TenantTx, pole: PoleId, id: string, le: Date): Promise<boolean> => {
  const { numAffectedRows } = await sql`update pole.veille set retiree_le = ${le}
    where pole_id = ${pole} and id = ${id} and retiree_le is null`.execute(tx)
  return numAffectedRows === 1n
}
