import { type CompiledQuery, type QueryResult, sql } from 'kysely'
import type { TenantTx } from '#platform/db/tenant.ts'

/**
 * Lit une longue réponse par lots, dans la transaction en cours : une liasse de 100 000 lignes ne tient jamais
 * en mémoire. Un curseur SQL plutôt que `pg-cursor`, que les connexions en série refusent. La connexion reste
 * prise le temps du téléchargement : ouvrir pour cela une seconde `Database` de deux connexions.
 */
export async function* parLots<T>(
  tx: TenantTx,
  requete: CompiledQuery<T>,
  taille = 500,
): AsyncGenerator<T[]> {
  const nom = `lots_${requete.queryId.queryId}`
  await tx.executeQuery({ ...requete, sql: `declare ${nom} no scroll cursor for ${requete.sql}` })
  try {
    for (;;) {
      const { rows } = (await sql
        .raw(`fetch ${Math.trunc(taille)} from ${nom}`)
        .execute(tx)) as QueryResult<T>
      if (rows.length === 0) return
      yield rows
    }
  } finally {
    // Une transaction avortée a déjà emporté le curseur.
    await sql
      .raw(`close ${nom}`)
      .execute(tx)
      .catch(() => {})
  }
}
