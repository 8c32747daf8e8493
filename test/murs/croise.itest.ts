/**
 * L'essai général : pour chaque table et vue de chaque schéma (les fonctions : `portes-forgees`), on lit, ajoute, change et retire en
 * tant que A sur la ligne de B, en tant qu'une enseigne sur celle d'une autre, et sans organisme. Rien n'est
 * nommé ici : une table ajoutée par une migration tombe sous l'essai le jour même, et le fait échouer tant
 * qu'elle n'a ni famille ni lignes (`test/base/semer.ts`).
 */
import { sql, type Transaction } from 'kysely'
import { describe, expect, it } from 'vitest'
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
    const personne = t.nom.startsWith('marches.') ? moi.repondante : moi.personne
    await base.enTantQue(moi.organisme, { personne }, async (tx) => {
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
