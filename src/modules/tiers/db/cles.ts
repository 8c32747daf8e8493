/** Les heures à venir d'un intervenant suivent sa clé : ses fiches réunies, son compte. La base les reprend, ou dit le conflit. */
import { sql } from 'kysely'
import type { PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { TiersId } from '../domain/lus.ts'

const codeDe = (erreur: unknown): unknown =>
  typeof erreur === 'object' && erreur !== null && 'code' in erreur ? erreur.code : undefined

/**
 * Fait ce travail, puis reprend les heures à venir de ces personnes sous leur nouvelle clé. Faux, et rien n'est écrit, si
 * l'une est déjà prise : une personne n'est pas à deux endroits. `ancien` : le compte que le travail retire.
 */
export const enReposantLesCles = async (
  tx: TenantTx,
  personnes: readonly TiersId[],
  ancien: PersonneId | null,
  travail: () => Promise<void>,
): Promise<boolean> => {
  await sql`savepoint cles`.execute(tx)
  try {
    await travail()
    for (const p of [...personnes].sort())
      await sql`select porte.reposer_cles(${p}::uuid, ${ancien}::uuid)`.execute(tx)
  } catch (erreur) {
    if (codeDe(erreur) !== '23P01') throw erreur
    await sql`rollback to savepoint cles`.execute(tx)
    await sql`release savepoint cles`.execute(tx)
    return false
  }
  await sql`release savepoint cles`.execute(tx)
  return true
}
