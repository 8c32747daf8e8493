/** Deux lectures longues d’une même page, chacune sur sa connexion quand il y en a une de libre (docs/adr/0022). */
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, expect, it, vi } from 'vitest'
import type { OrganismeId } from '#kernel/id.ts'
import { newId } from '#platform/db/new-id.ts'
import { aDeux, openDatabase, type TenantTx } from '#platform/db/tenant.ts'
import { baseNeuve } from '../../../test/base/index.ts'

const base = await baseNeuve()
await base.proprietaire(`
  create table temoin.deux (n integer primary key);
  grant select, insert on temoin.deux to coforme_app;`)
const reserve = (max: number, coeurs = 2) => {
  const db = openDatabase(base.connexion('coforme_worker'), { max, coeurs })
  afterAll(() => db.close())
  return db
}
const organisme = newId() as OrganismeId
const acces = { genre: 'tache', organisme } as const

/** Où l’on est, et pour qui. */
const ou = async (tx: TenantTx) =>
  (
    await sql<{
      pid: number
      o: string | null
    }>`select pg_backend_pid() as pid, app.organisme() as o`.execute(tx)
  ).rows[0]

it('une connexion est libre : la seconde lecture s’y joue, sous le même sceau', async () => {
  const lus = await reserve(3).withTenant(acces, (tx) => aDeux(tx, ou, ou))
  expect(lus?.map((l) => l?.o)).toEqual([organisme, organisme])
  expect(lus?.[0]?.pid).not.toBe(lus?.[1]?.pid)
})

it.each([
  { quand: 'aucune n’est libre', max: 1, coeurs: 2 },
  { quand: 'une seule l’est, pour la page d’une autre personne', max: 2, coeurs: 2 },
  { quand: 'la machine n’a qu’un cœur', max: 3, coeurs: 1 },
])('$quand : rien ne se lit, et rien ne s’attend', async ({ max, coeurs }) => {
  let lues = 0
  const lire = async () => {
    lues += 1
  }
  const rendu = await reserve(max, coeurs).withTenant(acces, async (tx) => ({
    lus: await aDeux(tx, lire, lire),
  }))
  expect([rendu, lues]).toEqual([{ lus: undefined }, 0])
})

it('qui a écrit garde tout sur sa transaction, qui seule voit ce qu’elle écrit', async () => {
  const db = reserve(3)
  const compter = async (tx: TenantTx) =>
    (await sql<{ n: number }>`select count(*)::int4 as n from temoin.deux`.execute(tx)).rows[0]?.n
  const [avant, apres] =
    (await db.withTenant(acces, async (tx) => {
      const rien = await aDeux(tx, compter, compter)
      await sql`insert into temoin.deux (n) values (1)`.execute(tx)
      return [rien, await aDeux(tx, compter, compter)] as const
    })) ?? []
  expect([avant, apres]).toEqual([[0, 0], undefined])
})

it('vingt pages à la fois pour trois connexions : toutes finissent', async () => {
  const db = reserve(3)
  const rendus = await Promise.all(
    Array.from({ length: 20 }, () =>
      db.withTenant(acces, async (tx) => (await aDeux(tx, ou, ou)) ?? [await ou(tx), await ou(tx)]),
    ),
  )
  expect(rendus.flatMap((r) => (r ?? []).map((l) => l?.o))).toEqual(
    Array.from({ length: 40 }, () => organisme),
  )
})

it('une faute de l’une est dite, et la connexion de l’autre se rend', async () => {
  const db = reserve(3)
  const fautive = (tx: TenantTx) => sql`select 1 / 0`.execute(tx)
  await expect(db.withTenant(acces, (tx) => aDeux(tx, ou, fautive))).rejects.toThrow(/division/)
  await expect(db.withTenant(acces, (tx) => aDeux(tx, fautive, ou))).rejects.toThrow(/division/)
  expect(await db.withTenant(acces, (tx) => aDeux(tx, ou, ou))).toHaveLength(2)
})

it('la seconde connexion se coupe en route : tout se lit sur la première', async () => {
  let lues = 0
  const coupee = async (tx: TenantTx) => {
    lues += 1
    if (lues === 1) await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx)
    return ou(tx)
  }
  const lus = await reserve(3).withTenant(acces, (tx) => aDeux(tx, ou, coupee))
  expect([lues, lus?.[1]?.o, lus?.[0]?.pid === lus?.[1]?.pid]).toEqual([2, organisme, true])
})

it('la seconde connexion est refusée : tout se lit sur la première', async () => {
  const db = reserve(3)
  const prendre = pg.Pool.prototype.connect
  let prises = 0
  const refus = vi.spyOn(pg.Pool.prototype, 'connect').mockImplementation(function (this: pg.Pool) {
    prises += 1
    return prises === 2 ? Promise.reject(new Error('refusée')) : Reflect.apply(prendre, this, [])
  } as never)
  const lus = await db.withTenant(acces, (tx) => aDeux(tx, ou, ou))
  refus.mockRestore()
  expect([prises, lus?.[1]?.o, lus?.[0]?.pid === lus?.[1]?.pid]).toEqual([2, organisme, true])
})
