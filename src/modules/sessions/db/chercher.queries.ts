import { sql } from 'kysely'
import { numeroCherche } from '#kernel/chercher-numero.ts'
import { commence, type TenantTx, TROUVES_MAX, type Trouve } from '#platform/db/index.ts'

/** Les sessions dont l’intitulé ou le numéro a ce début de mot ; le numéro, avec ou sans ses tirets. */
export const sessionsNommees = async (tx: TenantTx, mot: string): Promise<readonly Trouve[]> => {
  const numero = numeroCherche(mot)
  const deNumero = numero
    ? sql`or regexp_replace(lower(s.numero), '[^a-z0-9]', '', 'g') like ${`${numero}%`}`
    : sql``
  const { rows } =
    await sql<Trouve>`select s.id, s.intitule as libelle, s.numero || ', ' || s.formateur as detail
    from sessions.session s
    where ${commence(sql`s.intitule || ' ' || s.numero`, mot)} ${deNumero} order by s.cree_le desc, s.id limit ${TROUVES_MAX}`.execute(
      tx,
    )
  return rows
}
