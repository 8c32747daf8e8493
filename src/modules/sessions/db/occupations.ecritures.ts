import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import { newId, poserEnNombre, type TenantTx } from '#platform/db/index.ts'
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
  // Une instruction par ressource : ses heures s’écrivent dans l’ordre des lignes, et le serveur n’est appelé qu’une fois.
  for (const siennes of Map.groupBy(prises.toSorted(ordre), cle).values()) {
    const salle = siennes[0]?.salle
    await poserEnNombre(
      tx,
      siennes.map((p) => ({ ...p, id: newId() })),
      (json) =>
        salle === undefined
          ? sql`insert into sessions.affectation (id, activite_id, seance_id, personne_id, compte_id, minutes, confiee_a_id)
              select t.id, ${activite}::uuid, t.seance, t.personne, t.compte, t.minutes, t."confieeA"
                from jsonb_to_recordset(${json}::jsonb) as t(id uuid, seance uuid, personne uuid, compte uuid, minutes integer, "confieeA" uuid)
              on conflict (organisme_id, seance_id, personne_id) do nothing`
          : sql`insert into sessions.seance_salle (activite_id, seance_id, salle_id)
              select ${activite}::uuid, t.seance, ${salle}::uuid from jsonb_to_recordset(${json}::jsonb) as t(seance uuid)
              on conflict (organisme_id, seance_id, salle_id) do nothing`,
    )
  }
}

const enLignes = (prises: readonly Prise[]) => sql`jsonb_to_recordset(${JSON.stringify(prises)}::jsonb)
  as t(seance uuid, salle uuid, personne uuid, compte uuid, minutes integer, "confieeA" uuid)`

/** Ces demi-journées rendent les salles et les personnes qui ne sont pas dans ces prises. */
export const oterAutres = async (
  tx: TenantTx,
  seances: readonly string[],
  prises: readonly Prise[],
): Promise<void> => {
  const ids = `{${seances.join(',')}}`
  await sql`delete from sessions.seance_salle l where l.seance_id = any (${ids}::uuid[])
    and not exists (select from ${enLignes(prises)} where t.seance = l.seance_id and t.salle = l.salle_id)`.execute(
    tx,
  )
  await sql`delete from sessions.affectation a where a.seance_id = any (${ids}::uuid[]) and not exists (select from ${enLignes(prises)}
    where t.seance = a.seance_id and t.personne = a.personne_id and t.compte is not distinct from a.compte_id)`.execute(
    tx,
  )
}

/**
 * Ces demi-journées prennent ceci, et rien d’autre. Qui y reste n’est ni ôté ni affecté de nouveau : dans une session confirmée, seule une
 * personne neuve est jugée (`porte.garder_affectation`), et une habilitation échue depuis n’empêche pas de changer la salle.
 */
export const reaffecter = async (
  tx: TenantTx,
  activite: ActiviteId,
  seances: readonly string[],
  prises: readonly Prise[],
): Promise<void> => {
  await oterAutres(tx, seances, prises)
  await sql`update sessions.affectation a set minutes = t.minutes from ${enLignes(prises)}
    where a.seance_id = t.seance and a.personne_id = t.personne and a.minutes <> t.minutes`.execute(tx)
  await sql`update sessions.affectation a set confiee_a_id = t."confieeA" from ${enLignes(prises)}
    where a.seance_id = t.seance and a.personne_id = t.personne and a.confiee_a_id is distinct from t."confieeA"`.execute(
    tx,
  )
  await affecter(tx, activite, prises)
}

/** Ces demi-journées ne retiennent plus personne, ou retiennent de nouveau : dans l'ordre donné, celui des débuts. */
export const tenir = async (tx: TenantTx, seances: readonly string[], tenue: boolean): Promise<void> => {
  for (const id of seances)
    await sql`update sessions.seance set tenue = ${tenue} where id = ${id} and tenue <> ${tenue}`.execute(tx)
}
