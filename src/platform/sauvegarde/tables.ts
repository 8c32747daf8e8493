import { createHash, type Hash } from 'node:crypto'
import pg from 'pg'

/** Une table sauvegardée : ses colonnes à écrire, et l'ordre qui rend son empreinte répétable. */
export type Table = {
  readonly nom: string
  readonly publique: boolean
  readonly colonnes: readonly string[]
  /** La ligne, colonnes tirées des autres vidées : leur valeur suit la langue et la version de la machine, pas l'instance. */
  readonly ligne: string
  readonly cle: readonly string[]
}
export type EmpreinteTable = { readonly lignes: number; readonly sha256: string }

/** Ce qu'une ligne devient en texte ne dépend ni de la machine ni de ses réglages. */
export const ecritureStable = `set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local bytea_output = 'hex';
  set local intervalstyle = 'iso_8601'; set local extra_float_digits = 1; set local search_path = pg_catalog; set local row_security = on`

// Refaites par les migrations ; leur contenu suit le code, pas l'instance.
const duSocle = ['app.famille', 'app.migration', 'app.porte']

/** Les tables à sauvegarder, d'après les familles déclarées. Une table sans famille n'existe pas (essai des murs). */
export const listerTables = async (client: pg.ClientBase): Promise<Table[]> => {
  const { rows } = await client.query<Table & { colonnes: string[]; cle: string[] }>(
    `select f.nom, f.famille = 'public' as publique,
       array(select a.attname::text from pg_attribute a where a.attrelid = f.nom::regclass and a.attnum > 0
         and not a.attisdropped and a.attgenerated = '' order by a.attnum) as colonnes,
       (select 'row(' || string_agg(case a.attgenerated when '' then format('t.%I', a.attname) else 'null' end, ', ' order by a.attnum) || ')'
          from pg_attribute a where a.attrelid = f.nom::regclass and a.attnum > 0 and not a.attisdropped) as ligne,
       array(select a.attname::text from pg_index i cross join lateral unnest(i.indkey) with ordinality k(n, rang)
         join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.n
         where i.indrelid = f.nom::regclass and i.indisprimary order by k.rang) as cle
     from app.famille f where f.sauvegarde and f.nom <> all ($1) order by f.nom collate "C"`,
    [duSocle],
  )
  return rows
}

const id = (nom: string) => nom.split('.').map(pg.escapeIdentifier).join('.')

/** Les lignes d'une table, chacune en texte de ligne PostgreSQL, par lots. La transaction est en cours. */
export async function* lireLignes(client: pg.ClientBase, table: Table, lot = 200): AsyncGenerator<string[]> {
  const ordre =
    table.cle.length > 0
      ? table.cle.map((c) => `t.${pg.escapeIdentifier(c)}::text collate "C"`).join(', ')
      : 't::text collate "C"'
  await client.query(
    `declare lignes no scroll cursor for select ${table.ligne}::text as ligne from ${id(table.nom)} t order by ${ordre}`,
  )
  try {
    for (;;) {
      const { rows } = await client.query<{ ligne: string }>(`fetch ${lot} from lignes`)
      if (rows.length === 0) return
      yield rows.map((r) => r.ligne)
    }
  } finally {
    await client.query('close lignes').catch(() => {})
  }
}

/** Cumule l'empreinte d'une table : le nombre et le SHA-256 de ses lignes, dans l'ordre de leur clé. */
export const cumulEmpreinte = () => {
  const hash: Hash = createHash('sha256')
  let lignes = 0
  return {
    ajouter(ligne: string) {
      lignes++
      hash.update(`${Buffer.byteLength(ligne)}:`).update(ligne)
    },
    fin: (): EmpreinteTable => ({ lignes, sha256: hash.digest('hex') }),
  }
}

export const empreinteDeTable = async (client: pg.ClientBase, table: Table): Promise<EmpreinteTable> => {
  const cumul = cumulEmpreinte()
  for await (const lot of lireLignes(client, table)) for (const ligne of lot) cumul.ajouter(ligne)
  return cumul.fin()
}

/** Les mêmes lignes telles qu'une sauvegarde d'aujourd'hui les écrirait : celles d'avant portaient aussi les colonnes tirées des autres. */
export const redireLignes = async (
  client: pg.ClientBase,
  table: Table,
  lignes: readonly string[],
): Promise<string[]> => {
  const { rows } = await client.query<{ ligne: string }>(
    `select ${table.ligne}::text as ligne from unnest($1::text[]) with ordinality as x(ligne, n),
       lateral (select (x.ligne::${id(table.nom)}).*) t order by x.n`,
    [lignes],
  )
  return rows.map((r) => r.ligne)
}

export const ecrireLignes = async (
  client: pg.ClientBase,
  table: Table,
  lignes: readonly string[],
): Promise<void> => {
  const colonnes = table.colonnes.map((c) => pg.escapeIdentifier(c))
  await client.query(
    `insert into ${id(table.nom)} (${colonnes.join(', ')}) select ${colonnes.map((c) => `r.${c}`).join(', ')}
     from unnest($1::text[]) as x(ligne), lateral (select (x.ligne::${id(table.nom)}).*) r`,
    [lignes],
  )
}

export const viderTable = (client: pg.ClientBase, table: Table) =>
  client.query(`delete from ${id(table.nom)}`)

export const aDesLignes = async (client: pg.ClientBase, table: Table): Promise<boolean> =>
  ((await client.query(`select 1 from ${id(table.nom)} limit 1`)).rowCount ?? 0) > 0

/**
 * Rend les clés étrangères différées le temps de la restauration, et dit comment les remettre : les tables
 * peuvent se référer en cercle ou à elles-mêmes, et `session_replication_role` demanderait un superutilisateur.
 * Sous `coforme_owner`, dans la transaction : un échec remet tout.
 */
export const differerCles = async (client: pg.ClientBase): Promise<() => Promise<void>> => {
  const { rows } = await client.query<{ tableau: string; nom: string }>(
    `select k.conrelid::regclass::text as tableau, quote_ident(k.conname) as nom from pg_constraint k
       join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
     where k.contype = 'f' and not k.condeferrable and k.conparentid = 0 and c.relowner = 'coforme_owner'::regrole and n.nspname !~ '^pg_'`,
  )
  for (const { tableau, nom } of rows)
    await client.query(`alter table ${tableau} alter constraint ${nom} deferrable initially deferred`)
  return async () => {
    for (const { tableau, nom } of rows)
      await client.query(`alter table ${tableau} alter constraint ${nom} not deferrable`)
  }
}
