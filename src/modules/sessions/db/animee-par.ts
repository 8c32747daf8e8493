import { type RawBuilder, sql } from 'kysely'
import type { PersonneId } from '#kernel/id.ts'

/** La session `s` de la requête est animée par ce compte, ne fût-ce qu’une demi-journée : `estSienne`, pour une liste. Faux si `compte` est nul. */
export const animeePar = (s: string, compte: PersonneId | null): RawBuilder<boolean> => {
  const c = (nom: string) => sql.ref(`${s}.${nom}`)
  return sql<boolean>`(coalesce(${c('formateur_id')} = ${compte}::uuid, false) or exists (select from sessions.seance x
    join sessions.affectation a on a.organisme_id = x.organisme_id and a.seance_id = x.id
    where x.organisme_id = ${c('organisme_id')} and x.session_id = ${c('id')} and a.compte_id = ${compte}::uuid))`
}
