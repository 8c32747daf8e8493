import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import type { TiersId } from '#modules/tiers/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Absence } from '../domain/conge.ts'
import { etatsSansAction } from '../domain/etats.ts'

export type CongeId = Id<'Conge'>

export type Conge = {
  readonly id: CongeId
  readonly personne: TiersId
  readonly du: DateCivile
  readonly au: DateCivile
}

/** Ceux de ces fiches (réunies, elles ne font qu’une personne), les plus récents d’abord. */
export const listerConges = async (tx: TenantTx, personnes: readonly string[]): Promise<Conge[]> => {
  const { rows } = await sql<Conge>`select id, personne_id as personne, du, au from sessions.conge
    where organisme_id = (select app.organisme()) and personne_id = any (${`{${personnes.join(',')}}`}::uuid[]) and retire_le is null
    order by du desc, id desc limit 200`.execute(tx)
  return rows
}

/** Les absences déclarées entre ces jours, début et fin compris. Celle d’une fiche réunie vaut pour la fiche gardée, et l’inverse. */
export const absencesEntre = async (tx: TenantTx, du: DateCivile, au: DateCivile): Promise<Absence[]> =>
  (
    await sql<Absence>`with c as materialized (select c.organisme_id, c.personne_id, c.du, c.au from sessions.conge c
        where c.organisme_id = (select app.organisme()) and c.retire_le is null and c.du <= ${au}::date and c.au >= ${du}::date)
      select c.personne_id as personne, c.du, c.au from c
      union
      select case when f.garde_id = c.personne_id then f.absorbe_id else f.garde_id end, c.du, c.au
        from c join tiers.fusion f on f.organisme_id = c.organisme_id and f.defaite_le is null
          and c.personne_id in (f.garde_id, f.absorbe_id)
      order by du, personne`.execute(tx)
  ).rows

export type SeancePrise = {
  readonly session: string
  readonly numero: string
  readonly seance: string
  readonly jour: DateCivile
}

/** Les demi-journées que ces fiches animent dans ces bornes. */
export const seancesPrises = async (
  tx: TenantTx,
  personnes: readonly string[],
  du: DateCivile,
  au: DateCivile,
): Promise<SeancePrise[]> => {
  const { rows } = await sql<SeancePrise>`select s.id as session, s.numero, se.id as seance, se.jour
    from sessions.affectation a
      join sessions.seance se on se.organisme_id = a.organisme_id and se.id = a.seance_id and se.tenue
      join sessions.session s on s.organisme_id = se.organisme_id and s.id = se.session_id and s.etat not in ${cesMots(etatsSansAction)}
    where a.organisme_id = (select app.organisme()) and a.personne_id = any (${`{${personnes.join(',')}}`}::uuid[])
      and se.jour between ${du}::date and ${au}::date order by se.debut, se.id limit 50`.execute(tx)
  return rows
}
