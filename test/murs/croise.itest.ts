/**
 * L'essai général : pour chaque table, vue et fonction de chaque schéma, on lit, ajoute, change et retire en
 * tant que A sur la ligne de B, en tant qu'une enseigne sur celle d'une autre, et sans organisme. Rien n'est
 * nommé ici : une table ajoutée par une migration tombe sous l'essai le jour même, et le fait échouer tant
 * qu'elle n'a ni famille ni lignes (`test/base/semer.ts`).
 */
import { sql, type Transaction } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ActiviteId } from '#kernel/id.ts'
import { newId } from '#platform/db/index.ts'
import { baseNeuve, codeSql, type Graine, graine, semer } from '../base/index.ts'
import { nosSchemas } from './schemas.ts'

type Table = {
  nom: string
  famille: string | null
  cle: string | null
  publie: string | null
  activite: boolean
  invite: string | null
  preuve: boolean
  sauvegarde: boolean
  colonnes: string[]
}

const base = await baseNeuve()
const a = graine('A')
const b = graine('B')
await base.maintenance(async (tx) => {
  await semer(tx, a)
  await semer(tx, b)
})

const tout = await base.client('coforme_maintenance')
const { rows: tables } = await tout.query<Table>(`
  select n.nspname || '.' || c.relname as nom, f.famille, f.cle, f.publie, coalesce(f.activite, false) as activite,
         f.invite, coalesce(f.preuve, false) as preuve, coalesce(f.sauvegarde, true) as sauvegarde,
         array(select attname::text from pg_attribute a where a.attrelid = c.oid and attnum > 0 and not attisdropped
                and attgenerated = '' and attidentity <> 'a' order by attnum) as colonnes
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    left join app.famille f on f.nom = n.nspname || '.' || c.relname
   where c.relkind in ('r', 'p') and ${nosSchemas} order by 1`)
const { rows: vues } = await tout.query<{ nom: string; colonnes: string[] }>(`
  select n.nspname || '.' || c.relname as nom,
         array(select attname::text from pg_attribute a where a.attrelid = c.oid and attnum > 0) as colonnes
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'v' and ${nosSchemas} and has_table_privilege('coforme_web', c.oid, 'select') order by 1`)

/** Les tables tenues par le socle, qui n'ont pas de ligne d'organisme. */
const duSocle = new Set(['app.famille', 'app.migration', 'app.porte', 'porte.secret'])
const murees = tables.filter((t) => t.famille !== 'public' && t.famille !== null)
const avecMur = murees.filter((t) => t.famille !== 'porte')

const compter = async (tx: Transaction<unknown>, nom: string, condition = 'true') =>
  (
    await sql<{ n: number }>`select count(*) as n from ${sql.raw(nom)} t where ${sql.raw(condition)}`.execute(
      tx,
    )
  ).rows[0]?.n

/** La condition qui désigne les lignes d'une graine que l'autre ne doit ni voir ni toucher. */
const lignesDe = (t: Table, g: Graine): string =>
  t.famille === 'shared'
    ? `t.de_organisme_id = '${g.organisme}'`
    : t.famille === 'collective'
      ? `t.${t.cle} = '${cleDe(t, g)}'`
      : `t.organisme_id = '${g.organisme}'`

/** Une table collective est menée par un pôle, ou par un identifiant propre à l'organisme qui l'a semée. */
const cleDe = (t: Table, g: Graine) => (t.cle === 'pole_id' ? g.pole : g.organisme)

/** 0 ligne, ou le refus net d'un droit qui manque : les deux ferment. */
const rienOuRefus = async (
  work: () => Promise<number | undefined>,
): Promise<number | '42501' | string | undefined> => {
  let n: number | undefined
  const code = await codeSql(async () => {
    n = await work()
  })
  return code ?? n
}

/** Une ligne entière, recopiée telle quelle : le mur doit la refuser avant toute contrainte. */
const recopier = (t: Table, ligne: string) => {
  const liste = t.colonnes.map((c) => `"${c}"`).join(', ')
  return sql`insert into ${sql.raw(`${t.nom} (${liste})`)} select ${sql.raw(liste)}
    from jsonb_populate_record(null::${sql.raw(t.nom)}, ${ligne}::jsonb)`
}

const lire = (t: Table, condition: string) =>
  tout.query<{ ligne: string }>(
    `select to_jsonb(t)::text as ligne from ${t.nom} t where ${condition} limit 1`,
  )

const nombre = (r: { numAffectedRows?: bigint }) => Number(r.numAffectedRows ?? 0n)

describe('le catalogue', () => {
  it('aucune table n’est sans famille, aucune famille sans table', async () => {
    expect(tables.filter((t) => t.famille === null).map((t) => t.nom)).toEqual([])
    const { rows } = await tout.query<{ nom: string }>(
      'select nom from app.famille where to_regclass(nom) is null',
    )
    expect(rows).toEqual([])
  })

  it.each(tables.filter((t) => !duSocle.has(t.nom)))('$nom a des lignes pour A et pour B', async (t) => {
    const total = Number((await tout.query(`select count(*)::int4 as n from ${t.nom}`)).rows[0]?.n)
    expect(total, 'ajouter ses lignes à test/base/semer.ts').toBeGreaterThan(0)
    if (t.famille === 'public' || t.famille === 'porte') return
    for (const g of [a, b]) {
      const { rows } = await tout.query(`select count(*)::int4 as n from ${t.nom} t where ${lignesDe(t, g)}`)
      expect(Number(rows[0]?.n), `lignes de ${g.lettre}`).toBeGreaterThan(0)
    }
    if (!t.activite) return
    for (const activite of [...a.activites, ...b.activites]) {
      const { rows } = await tout.query(`select count(*)::int4 as n from ${t.nom} where activite_id = $1`, [
        activite,
      ])
      expect(Number(rows[0]?.n), 'lignes de chaque enseigne').toBeGreaterThan(0)
    }
  })
})

describe.each([
  { moi: a, autre: b },
  { moi: b, autre: a },
])('en tant que $moi.lettre', ({ moi, autre }) => {
  it.each(avecMur)('$nom : ne lit pas une ligne de l’autre, et lit les siennes', async (t) => {
    // Par une personne : ce qu'un pôle s'écrit entre animateurs ne se lit pas au nom de la seule coopérative.
    await base.enTantQue(moi.organisme, { personne: moi.personne }, async (tx) => {
      const lisible = (
        await sql<{ l: boolean }>`select has_table_privilege(${t.nom}::text, 'select') as l`.execute(tx)
      ).rows[0]?.l
      if (!lisible) return expect(await codeSql(() => compter(tx, t.nom))).toBe('42501')
      expect(await compter(tx, t.nom, lignesDe(t, autre))).toBe(0)
      expect(await compter(tx, t.nom, lignesDe(t, moi))).toBeGreaterThan(0)
      // Et rien d'un tiers non plus : tout ce qui se voit est à moi.
      expect(await compter(tx, t.nom, `not (${lignesDe(t, moi)})`)).toBe(0)
    })
  })

  it.each(murees)('$nom : ne change ni ne retire une ligne de l’autre', async (t) => {
    const ou = t.famille === 'porte' ? 'true' : lignesDe(t, autre)
    for (const colonne of t.colonnes) {
      const n = await rienOuRefus(() =>
        base.enTantQue(moi.organisme, {}, async (tx) =>
          nombre(
            await sql`update ${sql.raw(t.nom)} as t set ${sql.raw(`"${colonne}" = t."${colonne}"`)} where ${sql.raw(ou)}`.execute(
              tx,
            ),
          ),
        ),
      )
      expect([0, '42501'], `update de ${colonne}`).toContain(n)
    }
    const retire = await rienOuRefus(() =>
      base.enTantQue(moi.organisme, {}, async (tx) =>
        nombre(await sql`delete from ${sql.raw(t.nom)} as t where ${sql.raw(ou)}`.execute(tx)),
      ),
    )
    expect([0, '42501']).toContain(retire)
  })

  it.each(murees.filter((t) => !duSocle.has(t.nom)))('$nom : n’ajoute pas une ligne à l’autre', async (t) => {
    const { rows } = await lire(t, t.famille === 'porte' ? 'true' : lignesDe(t, autre))
    const ligne = rows[0]?.ligne ?? ''
    expect(
      await codeSql(() => base.enTantQue(moi.organisme, {}, (tx) => recopier(t, ligne).execute(tx))),
    ).toBe('42501')
  })

  it.each(vues)('la vue $nom : ne montre pas une ligne de l’autre', async (v) => {
    await base.enTantQue(moi.organisme, {}, async (tx) => {
      expect(await compter(tx, v.nom), 'une vue sans ligne ne prouve rien').toBeGreaterThan(0)
      const { rows } = await sql<{
        v: string
      }>`select to_jsonb(t)::text as v from ${sql.raw(v.nom)} t`.execute(tx)
      for (const { v: ligne } of rows) {
        for (const secret of [autre.organisme, autre.personne, ...autre.activites])
          expect(ligne).not.toContain(secret)
      }
    })
  })

  it.each(tables.filter((t) => t.activite))('$nom : une enseigne ne touche pas l’autre', async (t) => {
    const [x, y] = moi.activites
    const porteY = `t.activite_id = '${y}'`
    await base.enTantQue(moi.organisme, { personne: newId(), portee: [x] }, async (tx) => {
      expect(await compter(tx, t.nom, porteY)).toBe(0)
      expect(await compter(tx, t.nom)).toBeGreaterThan(0)
    })
    await base.enTantQue(moi.organisme, { personne: newId(), portee: [x, y] }, async (tx) => {
      expect(await compter(tx, t.nom, porteY)).toBeGreaterThan(0)
    })
    await base.enTantQue(moi.organisme, { portee: [] }, async (tx) =>
      expect(await compter(tx, t.nom)).toBe(0),
    )
    // Une portée forgée sur l'enseigne d'un autre organisme ne montre rien.
    await base.enTantQue(moi.organisme, { portee: [...autre.activites] as ActiviteId[] }, async (tx) =>
      expect(await compter(tx, t.nom)).toBe(0),
    )
    const { rows } = await lire(t, `${porteY} and ${lignesDe(t, moi)}`)
    const essais = {
      ajouter: (tx: Transaction<unknown>) => recopier(t, rows[0]?.ligne ?? '').execute(tx),
      changer: (tx: Transaction<unknown>) =>
        sql`update ${sql.raw(t.nom)} as t set activite_id = ${x} where ${sql.raw(porteY)}`.execute(tx),
      donner: (tx: Transaction<unknown>) =>
        sql`update ${sql.raw(t.nom)} as t set activite_id = ${y} where activite_id = ${x}`.execute(tx),
      retirer: (tx: Transaction<unknown>) =>
        sql`delete from ${sql.raw(t.nom)} as t where ${sql.raw(porteY)}`.execute(tx),
    }
    for (const [nom, essai] of Object.entries(essais)) {
      const n = await rienOuRefus(() =>
        base.enTantQue(moi.organisme, { personne: newId(), portee: [x] }, async (tx) =>
          nombre(await essai(tx)),
        ),
      )
      if (nom === 'ajouter' || nom === 'donner') expect(n, nom).toBe('42501')
      else expect([0, '42501'], nom).toContain(n)
    }
  })
})

describe('sans organisme', () => {
  it.each(murees)('$nom : ne lit que ce qui est publié, n’écrit rien', async (t) => {
    const n = await rienOuRefus(() => base.db.withoutTenant((tx) => compter(tx, t.nom)))
    if (t.famille === 'publie') {
      const { rows } = await tout.query(`select count(*)::int4 as n from ${t.nom} t where ${t.publie}`)
      expect(n).toBe(Number(rows[0]?.n))
    } else expect([0, '42501']).toContain(n)
    const retire = await rienOuRefus(() =>
      base.db.withoutTenant(async (tx) => nombre(await sql`delete from ${sql.raw(t.nom)}`.execute(tx))),
    )
    expect([0, '42501']).toContain(retire)
    if (duSocle.has(t.nom)) return
    const { rows } = await lire(t, 'true')
    expect(
      await codeSql(() => base.db.withoutTenant((tx) => recopier(t, rows[0]?.ligne ?? '').execute(tx))),
    ).toBe('42501')
  })

  it.each(tables.filter((t) => t.famille === 'public'))('$nom : se lit et ne s’écrit pas', async (t) => {
    expect(await base.db.withoutTenant((tx) => compter(tx, t.nom))).toBeGreaterThanOrEqual(0)
    const { rows } = await lire(t, 'true')
    if (rows[0])
      expect(
        await codeSql(() => base.db.withoutTenant((tx) => recopier(t, rows[0]?.ligne ?? '').execute(tx))),
      ).toBe('42501')
    expect(
      await codeSql(() => base.db.withoutTenant((tx) => sql`delete from ${sql.raw(t.nom)}`.execute(tx))),
    ).toBe('42501')
  })

  it.each(vues)('la vue $nom ne montre que du publié', async (v) => {
    const n = await base.db.withoutTenant((tx) => compter(tx, v.nom))
    const { rows } = await tout.query<{ publie: boolean }>(
      `select bool_or(f.famille = 'publie') as publie from pg_depend d join pg_rewrite r on r.oid = d.objid
         join pg_class c on c.oid = d.refobjid join pg_namespace n on n.oid = c.relnamespace
         join app.famille f on f.nom = n.nspname || '.' || c.relname where r.ev_class = $1::regclass`,
      [v.nom],
    )
    if (!rows[0]?.publie) expect(n).toBe(0)
  })
})

type Fonction = { oid: number; nom: string; appel: string; arguments: string[] }
const { rows: fonctions } = await tout.query<Fonction>(`
  select p.oid::int8 as oid, p.oid::regprocedure::text as nom, n.nspname || '.' || p.proname as appel,
         array(select t.typname::text from unnest(p.proargtypes) with ordinality u(oid, i) join pg_type t on t.oid = u.oid order by i) as arguments
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
   where p.prokind = 'f' and ${nosSchemas} and p.prorettype <> 'trigger'::regtype
     and n.nspname <> 'public' and has_function_privilege('coforme_web', p.oid, 'execute')
     and p.proname <> 'ouvrir_essai' order by 2`)

/** Tout identifiant d'une ligne de B, et rien qui soit donné en argument. */
const secretsDe = async (g: Graine): Promise<Set<string>> => {
  const vus = new Set<string>()
  for (const t of avecMur.filter((u) => u.famille !== 'publie')) {
    const { rows } = await tout.query<{ ligne: string }>(
      `select to_jsonb(t)::text as ligne from ${t.nom} t where ${lignesDe(t, g)}`,
    )
    for (const { ligne } of rows) for (const [id] of ligne.matchAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g)) vus.add(id)
  }
  return vus
}

/** Les lignes d'un organisme, table par table : ce qu'aucun appel de l'autre ne doit changer. */
const empreintesDe = async (g: Graine): Promise<Record<string, string>> => {
  const vues: Record<string, string> = {}
  for (const t of murees.filter((u) => !duSocle.has(u.nom))) {
    const ou =
      t.famille !== 'porte'
        ? lignesDe(t, g)
        : t.colonnes.includes('organisme_id') && `t.organisme_id = '${g.organisme}'`
    if (!ou) continue
    const { rows } = await tout.query<{ h: string | null }>(
      `select md5(string_agg(t::text, '|' order by t::text)) as h from ${t.nom} t where ${ou}`,
    )
    vues[t.nom] = rows[0]?.h ?? ''
  }
  return vues
}

describe('chaque fonction ouverte à l’application', () => {
  /** Une valeur de chaque type, qui nomme B autant qu'elle le peut ; `id` et `heure` changent d'un jeu à l'autre. */
  const valeursDe = (id: string, heure: string): Readonly<Record<string, string>> => ({
    uuid: `'${id}'::uuid`,
    text: `'*'::text`,
    bytea: `'\\x00'::bytea`,
    date: `${heure}::date`,
    bool: 'true',
    int4: '1',
    int8: '1',
    timestamptz: `${heure}::timestamptz`,
    _uuid: `array['${id}']::uuid[]`,
    jsonb: `'{"organisme":"${b.organisme}"}'::jsonb`,
    _text: `array['*']::text[]`,
    int2: '1::int2',
    _bytea: `array['\\x00']::bytea[]`,
    _date: `array['2026-01-01']::date[]`,
    float8: '1',
    json: `'{}'::json`,
    inet: `'127.0.0.1'::inet`,
    tstzrange: `'[2026-01-01,2026-01-02)'::tstzrange`,
    daterange: `'[2026-01-01,2026-01-02)'::daterange`,
    interval: `'1 hour'::interval`,
    _int4: `'{1}'::int4[]`,
    _int8: `'{1}'::int8[]`,
  })
  /** Les identifiants de B, le passé et l'avenir ; qui appelle : une personne des deux, une personne d'A qui anime, une tâche, nulle. */
  const jeux = [
    { nom: 'l’organisme de B', id: b.organisme, heure: `'2026-01-01'` },
    { nom: 'le pôle de B, à la fin des temps', id: b.pole, heure: `'infinity'` },
    { nom: 'la personne de B, avant tout', id: b.personne, heure: `'-infinity'` },
    { nom: 'l’enseigne de B', id: b.activites[0], heure: `'2090-01-01'` },
  ]
  const acteurs = [
    (work: (tx: Transaction<unknown>) => Promise<void>) =>
      base.enTantQue(a.organisme, { personne: b.personne }, work),
    (work: (tx: Transaction<unknown>) => Promise<void>) =>
      base.enTantQue(a.organisme, { personne: a.personne }, work),
    (work: (tx: Transaction<unknown>) => Promise<void>) =>
      base.enTantQue(a.organisme, { portee: [a.activites[0]] }, work),
    (work: (tx: Transaction<unknown>) => Promise<void>) => base.db.withoutTenant(work),
  ]
  let secrets: Set<string>
  let avant: Record<string, string>
  beforeAll(async () => {
    secrets = await secretsDe(b)
    // Ce que l'appel donne lui-même, et la personne qui est membre des deux.
    for (const donne of [...jeux.map((j) => j.id), b.personne]) secrets.delete(donne)
    avant = await empreintesDe(b)
  })

  it('en existe', () => expect(fonctions.length).toBeGreaterThan(5))

  it.each(fonctions)(
    '$nom : ne rend rien de B, ni à A ni sans organisme, quels que soient l’heure et l’acteur',
    async (f) => {
      for (const jeu of jeux) {
        const valeurs = valeursDe(jeu.id, jeu.heure)
        const args = f.arguments.map((type) => {
          const v = valeurs[type]
          if (!v) throw new Error(`${f.nom} : ajouter une valeur du type ${type} à cet essai.`)
          return v
        })
        const appel = sql<{
          v: string | null
        }>`select to_jsonb(f)::text as v from ${sql.raw(`${f.appel}(${args.join(', ')})`)} as f`
        for (const vu of acteurs) {
          // Une fonction peut refuser ; elle ne peut pas renseigner, ni établir B pour la suite de la transaction.
          await codeSql(() =>
            vu(async (tx) => {
              const { rows } = await appel.execute(tx)
              for (const { v } of rows)
                for (const secret of secrets) expect(v ?? '', jeu.nom).not.toContain(secret)
              const { rows: apres } = await sql<{ o: string | null }>`select app.organisme() as o`.execute(tx)
              expect(apres[0]?.o).not.toBe(b.organisme)
            }),
          )
        }
        // Sans argument, les jeux se valent.
        if (args.length === 0) break
      }
    },
  )

  it('toutes appelées, aucune ligne de B n’a changé', async () =>
    expect(await empreintesDe(b)).toEqual(avant))
})
