import { sql } from 'kysely'
import type { ActiviteId, OrganismeId } from '#kernel/id.ts'
import { slug } from '#kernel/texte.ts'
import { type MaintenanceTx, newId } from '#platform/db/index.ts'

/** Le moins d'organisme qu'il faut aux essais des comptes, que le module organisme ne peut pas leur prêter. */
export const poserOrganisme = async (
  tx: MaintenanceTx,
  nom: string,
): Promise<{ organisme: OrganismeId; activite: ActiviteId; code: string }> => {
  const organisme = newId<'Organisme'>()
  const activite = newId<'Activite'>()
  const code = slug(nom)
  await sql`insert into organisme.organisme (organisme_id, code, nom, forme, siret)
    values (${organisme}, ${code}, ${nom}, 'association', '12345678901234')`.execute(tx)
  await sql`insert into organisme.activite (organisme_id, id, nom, commune, ouverte_le)
    values (${organisme}, ${activite}, ${nom}, true, current_date)`.execute(tx)
  return { organisme, activite, code }
}
