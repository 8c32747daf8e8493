import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import { etatsQuiInscrivent, jourTenu, type SessionId } from '#modules/sessions/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { DossierId } from '../domain/dossier.ts'

/** Une session qui prend encore du monde, et le dossier de qui paierait pour cette personne. */
export type PlaceOfferte = {
  readonly session: SessionId
  readonly numero: string
  readonly intitule: string
  readonly debut: DateCivile
  readonly fin: DateCivile
  /** Le dossier de son employeur, ou le sien ; nul : aucun ne la nomme. */
  readonly dossier: DossierId | null
}

/**
 * Où l’on peut inscrire cette personne : les sessions de son enseigne qui ne sont ni finies ni complètes, et où elle n’a pas de place. Celles
 * où son employeur a déjà un dossier d’abord, puis la plus proche. `personnes` : sa fiche, et celles qui lui sont réunies.
 */
export const placesOffertes = async (
  tx: TenantTx,
  personnes: readonly string[],
  jour: DateCivile,
  max: number,
): Promise<PlaceOfferte[]> => {
  const elles = sql`any (${`{${personnes.join(',')}}`}::uuid[])`
  return (
    await sql<PlaceOfferte>`select s.id as session, s.numero, s.intitule, ${jourTenu('s', 'debut')} as debut,
        ${jourTenu('s', 'fin')} as fin, d.id as dossier
      from sessions.session s
        join tiers.personne p on p.organisme_id = s.organisme_id and p.activite_id = s.activite_id and p.id = ${personnes[0] ?? null}::uuid
        left join lateral (select d.id from inscriptions.dossier d
          where d.organisme_id = s.organisme_id and d.session_id = s.id and d.retracte_le is null
            and (d.entreprise_id = p.entreprise_id or d.personne_id = ${elles})
          order by d.cree_le desc, d.id desc limit 1) d on true
      where s.organisme_id = (select app.organisme()) and s.etat in ${cesMots(etatsQuiInscrivent)} and s.dernier_jour >= ${jour}::date
        and not exists (select from inscriptions.inscription i where i.organisme_id = s.organisme_id and i.session_id = s.id
          and i.personne_id = ${elles} and i.close_le is null)
        and (s.capacite is null or s.capacite > (select count(*) from inscriptions.inscription i
          where i.organisme_id = s.organisme_id and i.session_id = s.id and i.etat = 'inscrit'))
      order by d.id is null, s.premier_jour, s.id limit ${max}`.execute(tx)
  ).rows
}
