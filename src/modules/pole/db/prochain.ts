/** Ce qui vient dans les pôles d’une coopérative : la prochaine rencontre de chacun, ce que les siens y ont répondu, les votes ouverts. */
import { sql } from 'kysely'
import type { Zone } from '#kernel/zones.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { DecisionId } from '../domain/decision.ts'
import type { Format, ReunionId } from '../domain/rencontre.ts'
import type { PoleId } from './poles.ts'
import type { Reponse } from './reunions.ts'

export type Prochaine = {
  readonly pole: PoleId
  readonly nom: string
  /** Nulle : le pôle n’a rien convoqué. */
  readonly rencontre: {
    readonly id: ReunionId
    readonly rang: number
    readonly format: Format
    readonly debut: string
    readonly fin: string
    readonly zone: Zone
    readonly hote: string
    readonly lieu: string
    readonly siennes: readonly Pick<Reponse, 'nom' | 'dit'>[]
  } | null
}

/** Un pôle par ligne, celui qui se réunit le plus tôt d’abord ; vide : la coopérative n’est d’aucun pôle. */
export const prochainesRencontres = async (tx: TenantTx, le: Date): Promise<Prochaine[]> =>
  (
    await sql<Prochaine>`select p.pole_id as pole, p.nom, r.rencontre from pole.pole p
      left join lateral (select x.debut, jsonb_build_object('id', x.id, 'rang', x.rang, 'format', x.format, 'debut', x.debut, 'fin', x.fin,
          'zone', x.zone, 'hote', x.hote, 'lieu', x.lieu, 'siennes', coalesce((select jsonb_agg(jsonb_build_object('nom', y.nom, 'dit', y.dit) order by y.nom)
            from pole.reponse y where y.pole_id = x.pole_id and y.reunion_id = x.id and y.organisme_id = (select app.organisme())), '[]')) as rencontre
        from pole.reunion x where x.pole_id = p.pole_id and x.etat = 'convoquee' and x.fin > ${le}::timestamptz
        order by x.debut, x.id limit 1) r on true
      order by r.debut nulls last, p.nom limit 3`.execute(tx)
  ).rows

export type VoteOuvert = {
  readonly pole: PoleId
  readonly id: DecisionId
  readonly titre: string
  readonly fermeLe: Date
}

/** Les votes ouverts des pôles de la coopérative, le premier à fermer d’abord. */
export const votesOuverts = async (tx: TenantTx, le: Date): Promise<VoteOuvert[]> =>
  (
    await sql<VoteOuvert>`select d.pole_id as pole, d.id, d.titre, d.ferme_le as "fermeLe" from pole.decision d
      where d.etat = 'ouverte' and d.ferme_le > ${le}::timestamptz order by d.ferme_le, d.id limit 3`.execute(
      tx,
    )
  ).rows
