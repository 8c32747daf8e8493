import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Id, PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { PorteeDePlafond } from '../domain/plafonds.ts'

export type PlafondId = Id<'Plafond'>
export type Plafond = {
  readonly id: PlafondId
  readonly compte: PersonneId
  readonly pour: PorteeDePlafond
  readonly genre: string
  /** Hors taxes, par pièce, en centimes. */
  readonly montant: number
  /** Hors taxes, par mois civil, en centimes ; rien : sans limite de cumul. */
  readonly cumul: number | null
  readonly du: DateCivile
  readonly au: DateCivile | null
  readonly revoqueLe: Date | null
  /** Ce que la base en compte ce mois civil, en centimes : ce qui s’ajoute à son cumul. */
  readonly ceMois: number
}

/** Tous, ceux d’aujourd’hui comme les anciens : un plafond révoqué dit encore ce qui valait. */
export const listerPlafonds = async (tx: TenantTx): Promise<Plafond[]> => {
  const { rows } = await sql<Plafond>`
    select k.id, k.compte_id as compte, k.pour, k.genre, k.plafond_centimes::float8 as montant, k.cumul_mensuel_centimes::float8 as cumul,
      k.du::text as du, k.au::text as au, k.revoque_le as "revoqueLe",
      coalesce(m.centimes, 0)::float8 as "ceMois"
    from cae.plafond k left join porte.vises_du_mois() m on m.plafond = k.id where k.organisme_id = (select app.organisme()) order by k.revoque_le nulls first, k.du desc, k.id limit 500`.execute(
    tx,
  )
  return rows
}
