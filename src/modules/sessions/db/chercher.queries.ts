import { sql } from 'kysely'
import { commence, type TenantTx, TROUVES_MAX, type Trouve } from '#platform/db/index.ts'

/** Les sessions dont l’intitulé ou le numéro a ce début de mot. */
export const sessionsNommees = async (tx: TenantTx, mot: string): Promise<readonly Trouve[]> => {
  const { rows } =
    await sql<Trouve>`select s.id, s.intitule as libelle, s.numero || ', ' || s.formateur as detail
    from sessions.session s
    where ${commence(sql`s.intitule || ' ' || s.numero`, mot)} order by s.cree_le desc, s.id limit ${TROUVES_MAX}`.execute(
      tx,
    )
  return rows
}
