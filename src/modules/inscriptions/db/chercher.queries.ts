import { sql } from 'kysely'
import { numeroCherche } from '#kernel/chercher-numero.ts'
import { type TenantTx, TROUVES_MAX, type Trouve } from '#platform/db/index.ts'

/** Les sessions dont un financeur a donné ce numéro d’accord, avec ou sans ses tirets ; `id` est celui de la session. */
export const accordsNommes = async (tx: TenantTx, mot: string): Promise<readonly Trouve[]> => {
  const numero = numeroCherche(mot)
  if (numero === undefined) return []
  const { rows } = await sql<Trouve>`select s.id, s.intitule as libelle,
      'accord ' || f.accord_reference || ', ' || s.numero as detail
    from inscriptions.financement f
      join inscriptions.dossier d on d.organisme_id = f.organisme_id and d.id = f.dossier_id
      join sessions.session s on s.organisme_id = d.organisme_id and s.id = d.session_id
    where f.accord_reference is not null
      and regexp_replace(lower(f.accord_reference), '[^a-z0-9]', '', 'g') like ${`%${numero}%`}
    order by s.cree_le desc, s.id limit ${TROUVES_MAX}`.execute(tx)
  return rows
}
