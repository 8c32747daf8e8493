import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Prise } from './occupations.ts'

/**
 * Affecte. L'ordre (la ressource, puis le début) est le même pour tous : deux gestes qui veulent les mêmes heures
 * s'attendent l'un l'autre sans se bloquer. Deux fois la même personne à la même demi-journée n'en fait qu'une.
 */
export const affecter = async (
  tx: TenantTx,
  activite: ActiviteId,
  prises: readonly Prise[],
): Promise<void> => {
  const cle = (p: Prise) => p.salle ?? p.compte ?? p.personne ?? ''
  const ordre = (a: Prise, b: Prise) =>
    cle(a) === cle(b) ? a.debut.getTime() - b.debut.getTime() : cle(a) < cle(b) ? -1 : 1
  for (const p of prises.toSorted(ordre)) {
    if (p.salle !== undefined)
      await sql`insert into sessions.seance_salle (activite_id, seance_id, salle_id)
        values (${activite}, ${p.seance}, ${p.salle}) on conflict (organisme_id, seance_id, salle_id) do nothing`.execute(
        tx,
      )
    else
      await sql`insert into sessions.affectation (id, activite_id, seance_id, personne_id, compte_id, minutes, confiee_a_id)
        values (${newId()}, ${activite}, ${p.seance}, ${p.personne ?? null}, ${p.compte ?? null}, ${p.minutes},
          ${p.confieeA ?? null}) on conflict (organisme_id, seance_id, personne_id) do nothing`.execute(tx)
  }
}

/** Ces demi-journées ne retiennent plus personne, ou retiennent de nouveau : dans l'ordre donné, celui des débuts. */
export const tenir = async (tx: TenantTx, seances: readonly string[], tenue: boolean): Promise<void> => {
  for (const id of seances)
    await sql`update sessions.seance set tenue = ${tenue} where id = ${id} and tenue <> ${tenue}`.execute(tx)
}
