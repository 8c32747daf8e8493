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
  (await tx
    .selectFrom('pole.veille')
    .select([
      'pole_id as pole',
      'id',
      'organisme_id as organisme',
      'genre',
      'titre',
      'source',
      'parue_le as parueLe',
      'resume',
      'impact',
      'par',
      'le',
    ])
    .$if(pole !== undefined, (q) => q.where('pole_id', '=', pole ?? ''))
    .where('retiree_le', 'is', null)
    .orderBy('parue_le', 'desc')
    .orderBy('id', 'desc')
    .limit(300)
    .execute()) as Veille[]

/** Faux : le même envoi est déjà là. */
export const partagerVeille = async (tx: TenantTx, v: Omit<Veille, 'organisme'>): Promise<boolean> => {
  const r = await tx
    .insertInto('pole.veille')
    .values({
      pole_id: v.pole,
      id: v.id,
      genre: v.genre,
      titre: v.titre,
      source: v.source,
      parue_le: v.parueLe,
      resume: v.resume,
      impact: v.impact,
      par: v.par,
      le: v.le,
    })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst()
  return Number(r.numInsertedOrUpdatedRows ?? 0) === 1
}

/** Retire ce que la coopérative a partagé ; ce qu’on en a repris ailleurs reste. */
export const retirerVeille = async (tx: TenantTx, pole: PoleId, id: string, le: Date): Promise<boolean> => {
  const r = await tx
    .updateTable('pole.veille')
    .set({ retiree_le: le })
    .where('pole_id', '=', pole)
    .where('id', '=', id)
    .where('retiree_le', 'is', null)
    .executeTakeFirst()
  return Number(r.numUpdatedRows) === 1
}
