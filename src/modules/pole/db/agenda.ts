import { sql } from 'kysely'
import type { Zone } from '#kernel/zones.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import type { Format, ReunionId, rencontresDatees } from '../domain/rencontre.ts'

/** Une rencontre à venir d'un pôle public : ce que tout le monde en lit, sans compte. */
export type Rencontre = {
  readonly code: string
  readonly pole: string
  readonly id: ReunionId
  readonly rang: number
  readonly titre: string
  readonly format: Format
  readonly etat: (typeof rencontresDatees)[number]
  readonly debut: Date
  readonly fin: Date
  readonly zone: Zone
  readonly hote: string
  readonly lieu: string
  readonly acces: string
  /** Coopératives : celles qui ont dit oui, celles qui hésitent, toutes celles du pôle. */
  readonly viennent: number
  readonly hesitent: number
  readonly membres: number
}

/** Les deux cents premières rencontres qui ne sont pas finies à cet instant, la plus proche d'abord ; les annulées le disent. `pole` : son code. */
export const agendaDesPoles = async (
  tx: TenantTx | PublicTx,
  depuis: Date,
  pole?: string,
): Promise<Rencontre[]> => {
  const { rows } = await sql<
    Rencontre & { viennent: string | number; hesitent: string | number; membres: string | number }
  >`select * from porte.agenda_des_poles(${depuis}::timestamptz, ${pole ?? null}::text)`.execute(tx)
  return rows.map((r) => ({
    ...r,
    viennent: Number(r.viennent),
    hesitent: Number(r.hesitent),
    membres: Number(r.membres),
  }))
}
