import pg from 'pg'

// Numéros de types de PostgreSQL, stables depuis toujours.
const int8 = 20
const int8Array = 1016
const date = 1082
const dateArray = 1182

/**
 * Un `int8` (un compte, des centimes) est un nombre ; au-delà de 2^53 c'est une panne plutôt qu'un arrondi.
 */
const enNombre = (texte: string): number => {
  const n = Number(texte)
  if (!Number.isSafeInteger(n))
    throw new RangeError('Un entier de la base dépasse ce qu’un nombre sait garder.')
  return n
}

type Analyseur = (texte: string) => unknown

/** Les tableaux de PostgreSQL à une dimension, de valeurs sans virgule ni guillemet : `{1,2,NULL}`. */
const enTableau =
  (lire: Analyseur): Analyseur =>
  (texte) =>
    texte === '{}'
      ? []
      : texte
          .slice(1, -1)
          .split(',')
          .map((v) => (v === 'NULL' ? null : lire(v)))

const nos: Readonly<Record<number, Analyseur>> = {
  [int8]: enNombre,
  [int8Array]: enTableau(enNombre),
  // Un jour civil n'a pas de fuseau : il reste '2026-11-24', jamais un instant.
  [date]: (texte) => texte,
  [dateArray]: enTableau((texte) => texte),
}

/** La lecture des types pour nos connexions seulement : rien de global, la file de tâches garde la sienne. */
export const typesPg: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && nos[oid]) ||
    pg.types.getTypeParser(oid, format ?? 'text')) as typeof pg.types.getTypeParser,
}
