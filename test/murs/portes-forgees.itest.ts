/**
 * Chaque fonction de chaque schéma, appelée par qui ne devrait pas : avec les identifiants d'un autre, à une autre heure, sous un autre
 * acteur. Elle refuse, ou ne dit rien ; et rien de l'autre ne bouge. Rien n'est nommé ici : les fonctions viennent du catalogue, et les
 * identifiants des tables que leur texte cite. Un passage ordinaire en donne trois par fonction ; `npm run murs`, tous (COFORME_MURS=entiers).
 */
import { sql, type Transaction } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { newToken, tokenDigest } from '#platform/auth/token.ts'
import { newId } from '#platform/db/index.ts'
import { baseNeuve, codeSql, type Graine, graine, semer } from '../base/index.ts'
import { nosSchemas } from './schemas.ts'

const entiers = process.env.COFORME_MURS === 'entiers'
const base = await baseNeuve()
const a = graine('A')
const b = graine('B')
await base.maintenance(async (tx) => {
  await semer(tx, a)
  await semer(tx, b)
})
const tout = await base.client('coforme_maintenance')
const admin = await base.client('admin')
const nu = await base.client('coforme_web')

type Table = { nom: string; famille: string; cle: string | null; colonnes: string[] }
const { rows: tables } = await tout.query<Table>(`
  select f.nom, f.famille, f.cle, array(select attname::text from pg_attribute a where a.attrelid = f.nom::regclass and attnum > 0
           and not attisdropped) as colonnes
    from app.famille f where f.famille <> 'public' order by 1`)
const lignesDe = (t: Table, g: Graine): string | undefined =>
  t.famille === 'shared'
    ? `t.de_organisme_id = '${g.organisme}'`
    : t.famille === 'collective'
      ? `t.${t.cle} = '${t.cle === 'pole_id' ? g.pole : g.organisme}'`
      : t.colonnes.includes('organisme_id')
        ? `t.organisme_id = '${g.organisme}'`
        : undefined

type Fonction = {
  oid: number
  nom: string
  appel: string
  arguments: string[]
  types: string[]
  noms: string[] | null
  corps: string
  ouverte: boolean
  genre: string
}
const { rows: fonctions } = await tout.query<Fonction>(`
  select p.oid::int8 as oid, p.oid::regprocedure::text as nom, n.nspname || '.' || p.proname as appel,
         array(select t.typname::text from unnest(p.proargtypes) with ordinality u(oid, i) join pg_type t on t.oid = u.oid order by i) as arguments,
         array(select u.oid::regtype::text from unnest(p.proargtypes) with ordinality u(oid, i) order by i) as types,
         p.proargnames::text[] as noms, p.prokind::text as genre,
         case when p.prokind in ('f', 'p') then pg_get_functiondef(p.oid) else '' end as corps,
         has_function_privilege('coforme_web', p.oid, 'execute') and has_schema_privilege('coforme_web', n.oid, 'usage') as ouverte
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
   where ${nosSchemas} and p.prorettype <> 'trigger'::regtype and p.prorettype <> 'event_trigger'::regtype
     and n.nspname <> 'public' and p.proname <> 'ouvrir_essai' order by 2`)
const ouvertes = fonctions.filter((f) => f.ouverte && f.genre === 'f')
const fermees = fonctions.filter((f) => !f.ouverte)

/** Un identifiant de chaque table de cette graine, par table. */
const idsDe = async (g: Graine): Promise<Map<string, string>> => {
  const ids = new Map<string, string>()
  for (const t of tables) {
    const ou = lignesDe(t, g)
    const cle = t.colonnes.includes('id') ? 'id' : undefined
    if (!ou || !cle) continue
    const { rows } = await tout.query<{ id: string }>(
      `select t.id::text as id from ${t.nom} t where ${ou} order by 1 limit 1`,
    )
    if (rows[0]) ids.set(t.nom, rows[0].id)
  }
  return ids
}
/** Tout identifiant d'une ligne de B : ce qu'aucune réponse ne doit dire, sauf ce que l'appel donne lui-même. */
const secretsDe = async (g: Graine): Promise<Set<string>> => {
  const vus = new Set<string>()
  for (const t of tables.filter((u) => u.famille !== 'publie' && u.famille !== 'porte')) {
    const { rows } = await tout.query<{ ligne: string }>(
      `select to_jsonb(t)::text as ligne from ${t.nom} t where ${lignesDe(t, g) ?? 'false'}`,
    )
    for (const { ligne } of rows) for (const [id] of ligne.matchAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g)) vus.add(id)
  }
  return vus
}
/** Les lignes d'un organisme, table par table. */
const empreintesDe = async (g: Graine): Promise<Record<string, string>> => {
  const vues: Record<string, string> = {}
  for (const t of tables) {
    const ou = lignesDe(t, g)
    if (!ou) continue
    const { rows } = await admin.query<{ h: string | null }>(
      `select md5(string_agg(t::text, '|' order by t::text)) as h from ${t.nom} t where ${ou}`,
    )
    vues[t.nom] = rows[0]?.h ?? ''
  }
  return vues
}

/** Une valeur de chaque type. */
const valeurs = (heure: string): Readonly<Record<string, string>> => ({
  text: `'*'::text`,
  bytea: `'\\x00'::bytea`,
  date: `${heure}::date`,
  bool: 'true',
  int4: '1',
  int8: '1',
  timestamptz: `${heure}::timestamptz`,
  _timestamptz: `array[${heure}]::timestamptz[]`,
  jsonb: `'{"organisme":"${b.organisme}"}'::jsonb`,
  _text: `array['*']::text[]`,
  int2: '1::int2',
  _bytea: `array['\\x00']::bytea[]`,
  _date: `array['2026-01-01']::date[]`,
  float8: '1',
  json: `'{}'::json`,
  inet: `'127.0.0.1'::inet`,
  tstzrange: `'[2026-01-01,2026-01-02)'::tstzrange`,
  tstzmultirange: `'{[2026-01-01,2026-01-02)}'::tstzmultirange`,
  daterange: `'[2026-01-01,2026-01-02)'::daterange`,
  interval: `'1 hour'::interval`,
  _int4: `'{1}'::int4[]`,
  _int8: `'{1}'::int8[]`,
})
const heures = [`'2026-01-01'`, `'infinity'`, `'-infinity'`, `'2090-01-01'`]

/** Les appels d'une fonction, chacun avec les identifiants qu'il donne : d'abord ce que le nom du paramètre dit, puis ce que son texte cite. */
const appelsDe = (f: Fonction, g: Graine, ids: ReadonlyMap<string, string>) => {
  const nommes: Readonly<Record<string, string>> = {
    organisme: g.organisme,
    activite: g.activites[0],
    pole: g.pole,
    compte: g.personne,
    personne: g.personne,
  }
  const cites = [...new Set(f.corps.match(/\b[a-z]+\.[a-z_]+\b/g) ?? [])].flatMap((t) => ids.get(t) ?? [])
  const candidats = [...new Set([...cites, g.organisme, g.pole, g.personne, g.activites[0]])]
  const sansId = !f.arguments.some((t) => t === 'uuid' || t === '_uuid')
  const combien = sansId
    ? f.arguments.some((t) => /date|timestamptz/.test(t))
      ? heures.length
      : 1
    : entiers
      ? candidats.length
      : Math.min(3, candidats.length)
  return Array.from({ length: combien }, (_, k) => {
    const donnes = new Set<string>()
    const v = valeurs(heures[k % heures.length] ?? '')
    const args = f.arguments.map((type, i) => {
      if (type !== 'uuid' && type !== '_uuid') {
        const valeur = v[type]
        if (!valeur) throw new Error(`${f.nom} : ajouter une valeur du type ${type} à cet essai.`)
        return valeur
      }
      const nom = (f.noms?.[i] ?? '').replace(/^p_/, '').replace(/s$/, '')
      const dela = [...ids].find(([t]) => t.endsWith(`.${nom}`))?.[1]
      const id = nommes[nom] ?? dela ?? candidats[(k + i) % candidats.length] ?? g.organisme
      donnes.add(id)
      return type === 'uuid' ? `'${id}'::uuid` : `array['${id}']::uuid[]`
    })
    return { args, donnes, texte: `${f.appel}(${args.join(', ')})` }
  })
}

type Travail = (tx: Transaction<unknown>) => Promise<void>
const lien = newToken()
const session = newToken()
/** Qui appelle : une personne des deux maisons, une d'ici, une d'une seule enseigne, qui a un lien, qui audite, nul. */
const acteurs: readonly { readonly nom: string; readonly par: (work: Travail) => Promise<unknown> }[] = [
  { nom: 'la personne de B, chez A', par: (w) => base.enTantQue(a.organisme, { personne: b.personne }, w) },
  { nom: 'une personne d’A', par: (w) => base.enTantQue(a.organisme, { personne: a.personne }, w) },
  { nom: 'une enseigne d’A', par: (w) => base.enTantQue(a.organisme, { portee: [a.activites[0]] }, w) },
  { nom: 'sans organisme', par: (w) => base.db.withoutTenant(w) },
]
const bornes: readonly { readonly nom: string; readonly par: (work: Travail) => Promise<unknown> }[] = [
  { nom: 'qui a un lien', par: (w) => base.db.withTenant({ genre: 'lien', jeton: lien }, w) },
  { nom: 'qui audite', par: (w) => base.db.withTenant({ genre: 'session', jeton: session }, w) },
]
let idsB: Map<string, string>
let idsA: Map<string, string>
let secrets: Set<string>
let avant: { readonly b: Record<string, string> }
beforeAll(async () => {
  const auditeur = newId()
  await admin.query(
    `insert into compte.lien (jeton, usage, organisme_id, activite_id, objet_id, expire_le) values ($1, 'emargement', $2, $3, $4, now() + interval '1 day')`,
    [tokenDigest(lien), a.organisme, a.activites[0], newId()],
  )
  await admin.query(
    `with c as (insert into compte.compte (id, courriel, nom) values ($1, 'auditrice@exemple.example', 'Auditrice') returning id),
       d as (insert into compte.adhesion (organisme_id, compte_id, roles, toutes, acceptee_le, au) select $2, id, '{auditeur}', true, now(), '2099-01-01' from c)
     select 1`,
    [auditeur, a.organisme],
  )
  await admin.query(
    `insert into compte.session (jeton, compte_id, organisme_id, etat, expire_le) values ($1, $2, $3, 'ouverte', now() + interval '1 day')`,
    [tokenDigest(session), auditeur, a.organisme],
  )
  idsA = await idsDe(a)
  idsB = await idsDe(b)
  secrets = await secretsDe(b)
  for (const commun of [b.personne, b.organisme, b.pole, ...b.activites]) secrets.delete(commun)
  avant = { b: await empreintesDe(b) }
})

/** L'appel, et ce qu'il rend, ligne par ligne ; rien s'il refuse. */
const appeler = async (
  texte: string,
  par: (work: Travail) => Promise<unknown>,
  voir: (v: string) => void,
) => {
  let organisme: string | null = null
  const code = await codeSql(async () => {
    await par(async (tx) => {
      const { rows } = await sql<{
        v: string | null
      }>`select to_jsonb(f)::text as v from ${sql.raw(texte)} as f`.execute(tx)
      for (const { v } of rows) voir(v ?? '')
      const { rows: apres } = await sql<{ o: string | null }>`select app.organisme() as o`.execute(tx)
      organisme = apres[0]?.o ?? null
    })
  })
  return { code, organisme }
}

/** Ce qui reste ouvert à qui en sait l’identifiant, que lui seul a reçu (ADR 0003). */
const parLIdentifiant = ['etapes.desabonnement']
const changees = (
  avant: Record<string, string>,
  apres: Record<string, string>,
  laisse: readonly string[] = [],
): string[] =>
  Object.keys(apres).filter(
    (t) => apres[t] !== avant[t] && !parLIdentifiant.includes(t) && !laisse.includes(t),
  )

it('les fonctions viennent du catalogue : il y en a, ouvertes et fermées', () => {
  expect(ouvertes.length).toBeGreaterThan(150)
  expect(fermees.length).toBeGreaterThan(50)
})

describe('chaque fonction ouverte à l’application, avec les identifiants de B', () => {
  let faits = 0
  it.each(ouvertes)(
    '$nom : ne rend rien de B, et n’établit pas B, quels que soient l’heure et l’acteur',
    async (f) => {
      for (const { texte, donnes } of appelsDe(f, b, idsB))
        for (const { nom, par } of acteurs) {
          const { code, organisme } = await appeler(texte, par, (v) => {
            for (const secret of secrets)
              if (!donnes.has(secret)) expect(v, `${nom} : ${texte}`).not.toContain(secret)
          })
          expect(organisme, `${nom} : ${texte}`).not.toBe(b.organisme)
          if (code === undefined) faits += 1
        }
    },
  )
  it('toutes appelées, aucune ligne de B n’a changé ; et beaucoup ont répondu', async () => {
    expect(changees(avant.b, await empreintesDe(b))).toEqual([])
    // Un essai où tout refuserait pour un mauvais argument ne prouverait rien.
    expect(faits).toBeGreaterThan(300)
  })
})

describe('qui ne fait que lire, ou n’a qu’un lien, avec les identifiants de sa propre coopérative', () => {
  let siennes: Record<string, string>
  beforeAll(async () => {
    siennes = await empreintesDe(a)
  })
  it.each(ouvertes)('$nom : n’y change rien', async (f) => {
    for (const { texte } of appelsDe(f, a, idsA))
      for (const { par } of bornes) await appeler(texte, par, () => {})
  })
  it('toutes appelées, rien n’a changé', async () => {
    // Un lien fait partir des courriels, chiffrés : le reçu d’une signature, un code.
    expect(changees(siennes, await empreintesDe(a), ['plateforme.courriel'])).toEqual([])
  })
})

describe('chaque fonction qui n’est pas ouverte à l’application', () => {
  it.each(fermees)('$nom : refuse', async (f) => {
    // Des valeurs, et non des nulles : d’une fonction stricte, une nulle se calcule sans l’appeler.
    const v: Readonly<Record<string, string>> = {
      ...valeurs('now()'),
      uuid: `'${b.organisme}'::uuid`,
      _uuid: `array['${b.organisme}']::uuid[]`,
    }
    const args = f.arguments.map((type, i) => v[type] ?? `null::${f.types[i]}`)
    const appel = `${f.appel}(${args.join(', ')})`
    expect(await codeSql(() => nu.query(f.genre === 'p' ? `call ${appel}` : `select ${appel}`))).toBe('42501')
  })
})
