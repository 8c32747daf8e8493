import { sql } from 'kysely'
import { newId } from '#platform/db/index.ts'
import type { Semeur } from '../../../../test/base/graine.ts'

/** Un accès par enseigne. */
export const semeurEspaces: Semeur = {
  module: 'espaces',
  async semer(tx, g) {
    for (const activite of g.activites)
      await sql`insert into espaces.acces (organisme_id, id, activite_id, personne_id, genre, cree_le)
        select p.organisme_id, ${newId()}::uuid, p.activite_id, p.id, 'stagiaire', '2026-01-05T09:00:00Z' from tiers.personne p
         where p.organisme_id = ${g.organisme} and p.activite_id = ${activite} order by p.id limit 1`.execute(
        tx,
      )
  },
}
