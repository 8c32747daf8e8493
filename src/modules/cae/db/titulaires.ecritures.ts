import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Bien, Titulaire } from '../domain/titulaires.ts'

export const ajouterDroit = async (
  tx: TenantTx,
  activite: ActiviteId,
  bien: Pick<Bien, 'genre' | 'id'>,
  t: Titulaire,
  note: string,
  le: Date,
): Promise<void> => {
  await sql`insert into cae.titulaire (activite_id, id, genre, objet_id, qui, personne_id, note)
    values (${activite}::uuid, ${newId(le)}::uuid, ${bien.genre}, ${bien.id}::uuid, ${t.qui},
      ${t.qui === 'personne' ? t.personne : null}::uuid, ${note})`.execute(tx)
}
