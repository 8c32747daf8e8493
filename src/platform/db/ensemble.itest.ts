import { sql } from 'kysely'
import { expect, it } from 'vitest'
import type { OrganismeId } from '#kernel/id.ts'
import { newId } from '#platform/db/new-id.ts'
import { uneFois } from '#platform/db/une-fois.ts'
import { baseNeuve } from '../../../test/base/index.ts'

const base = await baseNeuve()
const moi = () => newId() as OrganismeId

it('rend à chacune sa réponse, des instructions d’une transaction demandées ensemble', async () => {
  const lus = await base.enTantQue(moi(), {}, (tx) =>
    Promise.all(Array.from({ length: 30 }, (_, n) => sql<{ n: number }>`select ${n}::int4 as n`.execute(tx))),
  )
  expect(lus.map((r) => r.rows[0]?.n)).toEqual(Array.from({ length: 30 }, (_, n) => n))
})

it('les prend dans l’ordre où elles sont demandées', async () => {
  const vu = await base.enTantQue(moi(), {}, async (tx) => {
    const [, lue] = await Promise.all([
      sql`select set_config('app.essai', 'écrit', true)`.execute(tx),
      sql<{ vu: string }>`select current_setting('app.essai', true) as vu`.execute(tx),
    ])
    return lue.rows[0]?.vu
  })
  expect(vu).toBe('écrit')
})

it('ne garde rien de l’ensemble si l’une échoue, et le dit par cette faute', async () => {
  const organisme = moi()
  const essai = base.enTantQue(organisme, {}, (tx) =>
    Promise.all([
      sql`select 1`.execute(tx),
      sql`select 1 / 0`.execute(tx),
      sql`select 2`.execute(tx),
      sql`select id from journal.geste`.execute(tx),
    ]),
  )
  await expect(essai).rejects.toMatchObject({ code: '22012' })
  // La connexion sert encore.
  expect(await base.enTantQue(organisme, {}, async () => 'suite')).toBe('suite')
})

it('lit d’avance derrière la porte, et rien du tout derrière une porte fermée', async () => {
  const lire = uneFois((tx, mot) =>
    sql<{ o: string | null }>`select app.organisme() as o, ${mot}`.execute(tx),
  )
  const organisme = moi()
  const vu = await base.worker.withTenant(
    { genre: 'tache', organisme },
    async (tx) => (await lire(tx, 'a')).rows[0]?.o,
    { lectures: (tx) => [lire(tx, 'a')] },
  )
  expect(vu).toBe(organisme)
  const derriere: (string | null)[] = []
  const fermee = await base.db.withTenant(
    { genre: 'session', jeton: 'personne ne tient ce jeton' },
    async () => 'jamais',
    { lectures: (tx) => [lire(tx, 'b').then((r) => derriere.push(r.rows[0]?.o ?? null))] },
  )
  expect(fermee).toBeUndefined()
  expect(derriere).toEqual([null])
})

it('relève la faute d’une lecture d’avance à qui la demande', async () => {
  const faux = uneFois((tx, _) => sql`select 1 / 0`.execute(tx))
  const essai = base.worker.withTenant({ genre: 'tache', organisme: moi() }, (tx) => faux(tx, 'a'), {
    lectures: (tx) => [faux(tx, 'a')],
  })
  await expect(essai).rejects.toMatchObject({ code: '22012' })
})
