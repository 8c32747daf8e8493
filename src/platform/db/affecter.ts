import { type RawBuilder, sql } from 'kysely'

/**
 * Ce qui suit `set` : une affectation par champ donné, et rien pour un champ `undefined`, qui garde sa valeur. Les noms des colonnes
 * s’écrivent à l’appel, où l’outil `verifier-sql` les lit.
 */
export const affecter = (champs: Readonly<Record<string, unknown>>): RawBuilder<unknown> =>
  sql.join(
    Object.entries(champs)
      .filter(([, valeur]) => valeur !== undefined)
      .map(([colonne, valeur]) => sql`${sql.ref(colonne)} = ${valeur}`),
  )
