import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Id, PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'

export type AbsenceId = Id<'Absence'>
/** Une personne qui vise est absente : une autre vise à sa place, de quand à quand, bornes comprises. */
export type Absence = {
  readonly id: AbsenceId
  readonly compte: PersonneId
  readonly suppleant: PersonneId
  readonly du: DateCivile
  readonly au: DateCivile
}
/** Au-dessus de ce montant hors taxes, en centimes, deux personnes visent ce genre de pièce. */
export type Seuil = { readonly genre: string; readonly montant: number }

/** Les absences qui valent, ou qui viennent. */
export const listerAbsences = async (tx: TenantTx, jour: DateCivile): Promise<Absence[]> =>
  (
    await sql<Absence>`select id, compte_id as compte, suppleant_id as suppleant, du::text as du, au::text as au from cae.absence
      where revoquee_le is null and au >= ${jour}::date order by du, id`.execute(tx)
  ).rows

export const listerSeuils = async (tx: TenantTx): Promise<Seuil[]> =>
  (
    await sql<Seuil>`select genre, montant_centimes::float8 as montant from cae.seuil order by genre`.execute(
      tx,
    )
  ).rows

/** Qui peut être suppléé, et qui peut suppléer : la base le dit, la page ne propose qu’eux. */
export const quiSupplee = async (
  tx: TenantTx,
): Promise<{ readonly visent: readonly PersonneId[]; readonly lisentTout: readonly PersonneId[] }> =>
  (
    await sql<{
      visent: PersonneId[]
      lisentTout: PersonneId[]
    }>`select porte.peuvent_etre_supplees() as visent, porte.peuvent_suppleer() as "lisentTout"`.execute(tx)
  ).rows[0] ?? { visent: [], lisentTout: [] }
