import type { ClientBase } from 'pg'

type Colonne = {
  schema: string
  relation: string
  genre: 'r' | 'v'
  colonne: string
  type: string
  element: string | null
  facultative: boolean
  nulle: boolean
  calculee: boolean
}

/** Le type TypeScript de ce que le pilote rend (voir `platform/db/types-pg.ts`). */
const types: Readonly<Record<string, string>> = {
  bool: 'boolean',
  bytea: 'Buffer',
  date: 'string',
  float4: 'number',
  float8: 'number',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  inet: 'string',
  numeric: 'string',
  json: 'Json',
  jsonb: 'Json',
  text: 'string',
  time: 'string',
  timestamptz: 'Instant',
  tstzrange: 'string',
  tsvector: 'string',
  daterange: 'string',
  uuid: 'string',
  varchar: 'string',
  xid8: 'string',
}

const enTete = `// Écrit par tools/generer-types.ts d’après la base migrée. Ne pas modifier : relancer l’outil.
import type { ColumnType } from 'kysely'

export type JsonValue = string | number | boolean | null | { [cle: string]: JsonValue | undefined } | JsonValue[]
/** Lu tel quel ; écrit en texte (\`JSON.stringify\`), car un tableau y serait pris pour un tableau SQL. */
export type Json = ColumnType<JsonValue, string, string>
export type Instant = ColumnType<Date, Date | string, Date | string>
/** Une colonne que la base sait remplir seule. */
export type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>
/** Une colonne que la base calcule : on ne l’écrit jamais. */
export type Calculee<T> = ColumnType<T, never, never>
/** Une colonne peut être vide. */
export type Nulle<T> =
  T extends ColumnType<infer S, infer I, infer U>
    ? ColumnType<S | null, I | null | undefined, U | null>
    : ColumnType<T | null, T | null | undefined, T | null>
`

const requete = `
  select n.nspname as schema, c.relname as relation, c.relkind as genre, a.attname as colonne,
         coalesce(bt.typname, t.typname) as type, e.typname as element,
         a.atthasdef or a.attidentity <> '' as facultative, not a.attnotnull as nulle,
         a.attgenerated <> '' or a.attidentity = 'a' as calculee
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid
    join pg_namespace n on n.oid = c.relnamespace
    join pg_type t on t.oid = a.atttypid
    left join pg_type bt on bt.oid = nullif(t.typbasetype, 0)
    left join pg_type e on e.oid = nullif(t.typelem, 0) and t.typcategory = 'A'
   where c.relkind in ('r', 'v') and not c.relispartition and a.attnum > 0 and not a.attisdropped
     and n.nspname !~ '^pg_' and n.nspname <> all ('{information_schema,graphile_worker,public,ext}')
   order by n.nspname collate "C", c.relname collate "C", a.attnum`

const cle = (nom: string) => (/^[a-z_][a-z0-9_]*$/.test(nom) ? nom : `'${nom}'`)
const pascal = (...mots: string[]) =>
  mots
    .flatMap((m) => m.split('_'))
    .map((m) => m.charAt(0).toUpperCase() + m.slice(1))
    .join('')

const typeDe = (c: Colonne): string => {
  const simple = types[c.element ?? c.type]
  if (!simple) {
    throw new Error(
      `${c.schema}.${c.relation}.${c.colonne} : le type ${c.element ?? c.type} n’a pas d’équivalent ; l’ajouter à tools/composer-types.ts.`,
    )
  }
  const lu = c.element ? `${simple}[]` : simple
  if (c.calculee) return c.nulle ? `Calculee<${lu} | null>` : `Calculee<${lu}>`
  if (c.genre === 'v') return `${lu} | null`
  if (c.nulle) return `Nulle<${lu}>`
  return c.facultative ? `Generated<${lu}>` : lu
}

/** Le texte de `schema.gen.ts` pour la base donnée : toujours le même pour la même base. */
export const composerTypes = async (client: Pick<ClientBase, 'query'>): Promise<string> => {
  const { rows } = await client.query<Colonne>(requete)
  const relations = Map.groupBy(rows, (c) => `${c.schema}.${c.relation}`)
  const interfaces = [...relations.values()].map((colonnes) => {
    const [premiere] = colonnes
    const champs = colonnes.map((c) => `  ${cle(c.colonne)}: ${typeDe(c)}`).join('\n')
    return `export interface ${pascal(premiere?.schema ?? '', premiere?.relation ?? '')} {\n${champs}\n}\n`
  })
  const table = [...relations]
    .map(([nom, [c]]) => `  '${nom}': ${pascal(c?.schema ?? '', c?.relation ?? '')}`)
    .join('\n')
  return `${enTete}\n${interfaces.join('\n')}\nexport interface DB {\n${table}\n}\n`
}
