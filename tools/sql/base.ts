import type pg from 'pg'
import { typesPg } from '#platform/db/types-pg.ts'

/** Une colonne que rendrait une instruction préparée : son nom, ce que le pilote en fait, et si la base l’admet nulle. */
export type Colonne = { readonly nom: string; readonly sorte: string; readonly nulle: boolean }

type Champ = {
  readonly name: string
  readonly dataTypeID: number
  readonly tableID: number
  readonly columnID: number
}
type Protocole = { parse(q: object): void; describe(m: object): void; sync(): void }

/** Un texte de chaque type que nos tables emploient : ce que le pilote en fait dit la sorte, sans table écrite à la main. */
const exemples: Readonly<Record<string, string>> = {
  bool: 't',
  bytea: '\\x00',
  date: '2026-11-29',
  daterange: '[2026-11-29,2026-11-30)',
  float4: '1.5',
  float8: '1.5',
  inet: '127.0.0.1',
  int2: '1',
  int4: '1',
  int8: '1',
  interval: '01:00:00',
  json: '{"a":1}',
  jsonb: '{"a":1}',
  name: 'a',
  numeric: '1.5',
  oid: '1',
  text: 'a',
  time: '10:00:00',
  timestamp: '2026-11-29 10:00:00',
  timestamptz: '2026-11-29 10:00:00+00',
  tstzrange: '["2026-11-29 10:00:00+00",)',
  tsvector: "'a':1",
  uuid: '01890000-0000-7000-8000-000000000000',
  varchar: 'a',
  xid8: '1',
}

const sorteDe = (valeur: unknown): string => {
  if (Array.isArray(valeur)) return `${sorteDe(valeur[0])}[]`
  if (valeur instanceof Date) return 'instant'
  if (valeur instanceof Uint8Array) return 'octets'
  const simples: Record<string, string> = { string: 'texte', number: 'nombre', boolean: 'booleen' }
  if (typeof valeur !== 'object') return simples[typeof valeur] ?? typeof valeur
  return valeur?.constructor === Object ? 'json' : (valeur?.constructor.name ?? 'null')
}
const guillemets = (texte: string) =>
  /[",{}\\ ]/.test(texte) ? `"${texte.replace(/["\\]/g, '\\$&')}"` : texte

/** Prépare des instructions sur une base migrée, sans jamais en exécuter une. */
export const lireColonnes = async (client: pg.Client) => {
  const { rows: connus } = await client.query<{ oid: number; nom: string; tableau: boolean }>(`
    select t.oid::int4 as oid, coalesce(b.typname, t.typname) as nom, e.oid is not null as tableau from pg_type t
      left join pg_type e on e.oid = nullif(t.typelem, 0) and t.typcategory = 'A'
      left join pg_type b on b.oid = coalesce(nullif(e.typbasetype, 0), e.oid, nullif(t.typbasetype, 0))`)
  const types = new Map(connus.map((t) => [t.oid, t]))
  const { rows: facultatives } = await client.query<{ c: string }>(
    `select attrelid::int8 || '.' || attnum as c from pg_attribute where not attnotnull and attnum > 0`,
  )
  const peutEtreNulle = new Set(facultatives.map((f) => f.c))

  const sorteDeType = (oid: number): string => {
    const type = types.get(oid)
    if (type?.nom === 'void') return 'rien'
    const exemple = type && exemples[type.nom]
    if (exemple === undefined) return `inconnue (${type?.nom ?? oid})`
    const lire = typesPg.getTypeParser(oid, 'text') as (texte: string) => unknown
    return sorteDe(lire(type?.tableau ? `{${guillemets(exemple)}}` : exemple))
  }

  /** Les colonnes que l’instruction rendrait ; rejette de l’erreur de la base. */
  return async (texte: string): Promise<readonly Colonne[]> => {
    const champs = await new Promise<readonly Champ[]>((rendre, rejeter) => {
      let lus: readonly Champ[] = []
      client.query({
        submit(fil: Protocole) {
          fil.parse({ text: texte, name: '', types: [] })
          fil.describe({ type: 'S', name: '' })
          fil.sync()
        },
        handleRowDescription: (m: { fields: readonly Champ[] }) => {
          lus = m.fields
        },
        // Dès l’erreur, pg oublie la demande : rien d’autre n’arrivera pour elle.
        handleError: rejeter,
        handleReadyForQuery: () => rendre(lus),
      } as never)
    })
    return champs.map((c) => ({
      nom: c.name,
      sorte: sorteDeType(c.dataTypeID),
      nulle: peutEtreNulle.has(`${c.tableID}.${c.columnID}`),
    }))
  }
}
export type Decrire = Awaited<ReturnType<typeof lireColonnes>>
