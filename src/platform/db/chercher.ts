import { type RawBuilder, sql } from 'kysely'

/** Ce qu’une recherche montre d’une chose trouvée. */
export type Trouve = { readonly id: string; readonly libelle: string; readonly detail: string }

/** Ce que chaque recherche rend, au plus. */
export const TROUVES_MAX = 10

// Une insécable se cherche comme une espace : un intitulé en porte devant ses deux-points.
const accents = 'àâäáãéèêëíîïóôöõúùûüçñ’-\u00a0\u202f'
const sans = 'aaaaaeeeeiiioooouuuucn    '

/** Le début d’un mot de `colonne`, l’un et l’autre repliés ; `%` et `_` ne valent qu’eux-mêmes. */
export const commence = (colonne: RawBuilder<unknown>, mot: string): RawBuilder<unknown> =>
  sql`' ' || translate(replace(lower(${colonne}), 'œ', 'oe'), ${accents}, ${sans}) like ${`% ${mot.replace(/[\\%_]/g, '\\$&')}%`}`
