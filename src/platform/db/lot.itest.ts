import { sql } from 'kysely'
import { expect, it } from 'vitest'
import type { OrganismeId } from '#kernel/id.ts'
import { newId } from '#platform/db/new-id.ts'
import { derniere } from '#platform/db/pool.ts'
import { ouvrirKysely, type TenantTx } from '#platform/db/tenant.ts'
import { baseNeuve, codeSql } from '../../../test/base/index.ts'

const base = await baseNeuve()
await base.proprietaire(`
  create table temoin.lot (n integer primary key, texte text, differe integer references temoin.lot (n) deferrable initially deferred);
  grant select, insert, update, delete on temoin.lot to coforme_app;`)
const organisme = newId() as OrganismeId

/** Chaque essai deux fois : la seconde, la base a déjà préparé l'instruction et n'en redit plus la forme. */
const deuxFois = async <T>(faire: () => Promise<T>): Promise<T> => {
  const premiere = await faire()
  expect(await faire()).toEqual(premiere)
  return premiere
}
const dans = <T>(work: (tx: TenantTx) => Promise<T>) => base.enTantQue(organisme, {}, work)
const suite = () => dans(async (tx) => (await sql<{ n: number }>`select 1 as n`.execute(tx)).rows)

it('lit chaque type comme une instruction seule, valeurs absentes et lignes absentes comprises', async () => {
  const vu = await deuxFois(() =>
    dans((tx) =>
      Promise.all([
        sql`select 7::int8 as compte, date '2026-11-24' as jour, null::text as rien, true as vrai, '{"a":1}'::jsonb as objet`.execute(
          tx,
        ),
        sql`select ${Buffer.from('é')}::bytea as octets, ${['a', 'b,"c']}::text[] as textes, ${new Date(0)}::timestamptz as le`.execute(
          tx,
        ),
        sql`select 1 as n where false`.execute(tx),
        sql`select`.execute(tx),
      ]).then((rs) => rs.map((r) => r.rows)),
    ),
  )
  expect(vu).toEqual([
    [{ compte: 7, jour: '2026-11-24', rien: null, vrai: true, objet: { a: 1 } }],
    [{ octets: Buffer.from('é'), textes: ['a', 'b,"c'], le: new Date(0) }],
    [],
    [{}],
  ])
})

it('lit une colonne au nom piégé ou en double comme toute autre', async () => {
  const [ligne] = await deuxFois(() =>
    dans((tx) =>
      sql<Record<string, unknown>>`select 1 as "__proto__", 2 as "l'autre \\", 3 as x, 4 as x`.execute(tx),
    ).then((r) => r.rows),
  )
  expect(Object.entries(ligne ?? {})).toEqual([
    ['__proto__', 1],
    ["l'autre \\", 2],
    ['x', 4],
  ])
  expect(Object.getPrototypeOf(ligne)).toBe(Object.prototype)
})

it('dit combien de lignes furent écrites, changées, effacées', async () => {
  const comptes = await deuxFois(() =>
    dans((tx) =>
      Promise.all([
        sql`insert into temoin.lot (n) values (1), (2), (3)`.execute(tx),
        sql`update temoin.lot set texte = 'dit' where n < 3`.execute(tx),
        sql<{ n: number }>`delete from temoin.lot returning n`.execute(tx),
        sql`select from temoin.lot`.execute(tx),
      ]).then((rs) => rs.map((r) => [r.numAffectedRows, r.rows.length])),
    ),
  )
  expect(comptes).toEqual([
    [3n, 0],
    [2n, 0],
    [3n, 3],
    [undefined, 0],
  ])
})

it('rend ce qui précède une faute, la dit à celle qui échoue, et refuse ce qui suit', async () => {
  const issues = await deuxFois(async () => {
    let vu: PromiseSettledResult<unknown>[] = []
    await dans(async (tx) => {
      vu = await Promise.allSettled([
        sql`select 1 as n`.execute(tx).then((r) => r.rows),
        sql`select 1 / 0`.execute(tx),
        sql`select 'jamais préparée'`.execute(tx),
      ])
      throw new Error('défaire')
    }).catch(() => {})
    return vu.map((r) => (r.status === 'fulfilled' ? r.value : (r.reason as { code?: string }).code))
  })
  expect(issues).toEqual([[{ n: 1 }], '22012', '22012'])
  // Celle que la base a sautée se prépare et se joue ensuite.
  expect(
    await dans(async (tx) => (await sql<{ m: string }>`select 'jamais préparée'`.execute(tx)).rows.length),
  ).toBe(1)
})

it('une instruction mal écrite est dite chaque fois, et n’empêche pas la suivante', async () => {
  for (let i = 0; i < 3; i += 1)
    expect(await codeSql(() => dans((tx) => sql`select colonne_absente`.execute(tx)))).toBe('42703')
  expect(await suite()).toEqual([{ n: 1 }])
})

it('une valeur que l’on ne sait pas garder ne gâte que sa réponse', async () => {
  const [grand, autre] = await dans((tx) =>
    Promise.allSettled([
      sql`select 9007199254740993::int8 as n from generate_series(1, 3)`.execute(tx),
      sql`select 2 as n`.execute(tx),
    ]),
  )
  expect(grand).toMatchObject({ status: 'rejected', reason: expect.any(RangeError) })
  expect(autre).toMatchObject({ status: 'fulfilled', value: { rows: [{ n: 2 }] } })
})

it('une valeur qui ne s’écrit pas n’envoie rien, et n’arrête pas ses voisines', async () => {
  const boucle: { soi?: unknown } = {}
  boucle.soi = boucle
  const [faute, voisine] = await dans((tx) =>
    Promise.allSettled([
      sql`select ${boucle}::jsonb`.execute(tx),
      sql`select 3 as n`.execute(tx).then((r) => r.rows),
    ]),
  )
  expect(faute).toMatchObject({ status: 'rejected', reason: expect.any(TypeError) })
  expect(voisine).toEqual({ status: 'fulfilled', value: [{ n: 3 }] })
})

it('la faute mène à qui a demandé', async () => {
  const demanderCeci = (tx: TenantTx) => sql`select 1 / 0`.execute(tx)
  const pile = await dans(async (tx) => {
    await demanderCeci(tx)
  }).catch((e: Error) => e.stack)
  expect(pile).toContain('lot.itest')
})

it('refuse un versement de fichier au lieu d’attendre', async () => {
  await expect(dans((tx) => sql`copy temoin.lot from stdin`.execute(tx))).rejects.toThrow()
  expect(await suite()).toEqual([{ n: 1 }])
})

it('la connexion coupée au milieu d’un lot fait échouer toutes celles qui restent', async () => {
  const kysely = ouvrirKysely({ ...base.connexion('coforme_web'), max: 1 }, () => {})
  let issues: string[] = []
  await kysely
    .transaction()
    .execute((tx) =>
      tx.getExecutor().provideConnection(async (connexion) => {
        const toutes = await Promise.allSettled(
          ['select 1 as n', 'select pg_terminate_backend(pg_backend_pid())', 'select 2 as n'].map((texte) =>
            connexion.executeQuery(sql.raw(texte).compile(tx)),
          ),
        )
        issues = toutes.map((r) => r.status)
      }),
    )
    .catch(() => {})
  expect(issues).toEqual(['fulfilled', 'rejected', 'rejected'])
  expect((await sql`select 1 as n`.execute(kysely)).rows).toEqual([{ n: 1 }])
  await kysely.destroy()
})

it('une contrainte différée que la dernière instruction viole défait tout, et le dit', async () => {
  const fautive = () =>
    dans(async (tx) => {
      await sql`insert into temoin.lot (n, differe) values (10, null)`.execute(tx)
      await sql`${derniere}insert into temoin.lot (n, differe) values (11, 99)`.execute(tx)
    })
  for (let i = 0; i < 2; i += 1) expect(await codeSql(fautive)).toBe('23503')
  expect(await dans((tx) => sql`select from temoin.lot`.execute(tx).then((r) => r.rows.length))).toBe(0)
})

it('une dernière instruction qui échoue défait ce qui la précède', async () => {
  const fautive = () =>
    dans(async (tx) => {
      await sql`insert into temoin.lot (n) values (20)`.execute(tx)
      await sql`${derniere}insert into temoin.lot (n) values (20)`.execute(tx)
    })
  for (let i = 0; i < 2; i += 1) expect(await codeSql(fautive)).toBe('23505')
  expect(await dans((tx) => sql`select from temoin.lot`.execute(tx).then((r) => r.rows.length))).toBe(0)
})

it('hors d’une transaction, chacune vaut par elle-même', async () => {
  const issues = await base.db.lire((tx) =>
    Promise.allSettled([sql`select 1 / 0`.execute(tx), sql`select 1 as n`.execute(tx).then((r) => r.rows)]),
  )
  expect(issues.map((r) => r.status)).toEqual(['rejected', 'fulfilled'])
})

it('hors d’une transaction, ce qui échoue en se validant est dit à qui l’a demandé', async () => {
  const kysely = ouvrirKysely(base.connexion('coforme_web'), () => {})
  const fautive = () => sql`insert into temoin.lot (n, differe) values (30, 99)`.execute(kysely)
  for (let i = 0; i < 2; i += 1) expect(await codeSql(fautive)).toBe('23503')
  expect((await sql`select from temoin.lot`.execute(kysely)).rows).toEqual([])
  await kysely.destroy()
})
