import { sql } from 'kysely'
import { expect, it } from 'vitest'
import type { OrganismeId } from '#kernel/id.ts'
import { composee, siExiste } from '#platform/db/composee.ts'
import { newId } from '#platform/db/new-id.ts'
import type { TenantTx } from '#platform/db/tenant.ts'
import { baseNeuve } from '../../../test/base/index.ts'

const base = await baseNeuve()
const organisme = newId() as OrganismeId
const dans = <T>(work: (tx: TenantTx) => Promise<T>) => base.enTantQue(organisme, {}, work)

it('se compose une fois, et chaque demande y met ses valeurs, là où elles sont, et ce qui n’en dépend pas', async () => {
  let fois = 0
  const somme = composee((a: number, b: number) => {
    fois += 1
    const double = sql`2 * ${a}::int4`
    return sql<{
      n: number
      texte: string
    }>`select ${double} + ${b}::int4 + ${a}::int4 + ${100}::int4 as n, ${'fixe'} as texte`
  })
  const rendues = await dans((tx) => Promise.all([somme(tx, 1, 10), somme(tx, 2, 20)]))
  expect(rendues.map((r) => r.rows)).toEqual([[{ n: 113, texte: 'fixe' }], [{ n: 126, texte: 'fixe' }]])
  expect((await dans((tx) => somme(tx, 3, 30))).rows).toEqual([{ n: 139, texte: 'fixe' }])
  expect(fois).toBe(1)
})

it('part avec ce que le même pas demande, sous le sceau de la transaction', async () => {
  const qui = composee(
    (n: number) =>
      sql<{ n: number; organisme: string }>`select ${n}::int4 as n, app.organisme() as organisme`,
  )
  await dans(async (tx) => {
    const [composees, ordinaires] = await Promise.all([
      qui(tx, 7),
      sql<{ organisme: string }>`select app.organisme() as organisme`.execute(tx),
    ])
    expect(composees.rows).toEqual([{ n: 7, organisme }])
    expect(ordinaires.rows).toEqual([{ organisme }])
  })
})

it('refuse une instruction qui perd une valeur, ou la lit au lieu de la poser', async () => {
  const oublie = composee((a: number, _b: number) => sql`select ${a}::int4`)
  const lue = composee((a: string) => sql`select ${`{${a}}`}::text`)
  await dans(async (tx) => {
    expect(() => oublie(tx, 1, 2)).toThrow('pose chaque valeur')
    expect(() => lue(tx, 'x')).toThrow('pose chaque valeur')
  })
})

it('ne demande la complète que s’il existe de quoi', async () => {
  let completes = 0
  const lire = siExiste(
    composee((n: number) => sql<{ existe: boolean }>`select ${n}::int4 > 0 as existe`),
    (tx, n: number) => {
      completes += 1
      return sql<{ n: number }>`select ${n}::int4 as n`.execute(tx)
    },
  )
  await dans(async (tx) => {
    expect([await lire(tx, 0), completes]).toEqual([[], 0])
    expect([await lire(tx, 3), completes]).toEqual([[{ n: 3 }], 1])
  })
})
