import { type RawBuilder, sql } from 'kysely'

/** La fiche qui vaut pour cette ligne : elle-même, ou celle qui l’a absorbée. */
const gardee = (ligne: string) =>
  sql`coalesce((select u.garde_id from tiers.fusion u where u.organisme_id = ${sql.ref(`${ligne}.organisme_id`)}
    and u.absorbe_id = ${sql.ref(`${ligne}.personne_id`)} and u.defaite_le is null), ${sql.ref(`${ligne}.personne_id`)})`

/** Ces deux lignes (`organisme_id`, `personne_id`) parlent de la même personne : la même fiche, ou des fiches réunies. */
export const memeFiche = (un: string, autre: string): RawBuilder<boolean> =>
  sql<boolean>`(${gardee(un)} = ${gardee(autre)})`
