import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeEach, expect, it, vi } from 'vitest'
import type { OrganismeId } from '#kernel/id.ts'
import { composee } from '#platform/db/composee.ts'
import { newId } from '#platform/db/new-id.ts'
import { type LigneDePorte, ouvrirKysely, type TenantTx, travaillerPar } from '#platform/db/tenant.ts'
import { uneFois } from '#platform/db/une-fois.ts'
import { baseNeuve } from '../../../test/base/index.ts'

const base = await baseNeuve()
await base.proprietaire(`
  create table temoin.envoi (n integer primary key);
  create table temoin.fermee (n integer primary key);
  grant select, insert, delete on temoin.envoi, temoin.fermee to coforme_app;`)
// Une seule connexion : ce qu'une transaction y laisserait se verrait dans la suivante.
const groupe = ouvrirKysely({ ...base.connexion('coforme_web'), max: 1 })
afterAll(() => groupe.destroy())
const envois = vi.spyOn(pg.Client.prototype, 'query')
afterAll(() => envois.mockRestore())
const organisme = newId() as OrganismeId

/** Ouvre tant que `temoin.fermee` est vide. */
const porte = sql<LigneDePorte>`select p.* from porte.ouvrir_essai(${organisme}::uuid, null, '*') p
  where not exists (select from temoin.fermee)`
const qui = uneFois(
  async (tx, _) => (await sql<{ o: string | null }>`select app.organisme() as o`.execute(tx)).rows[0]?.o,
)
const compose = composee(
  (n: number) => sql<{ o: string | null; n: number }>`select app.organisme() as o, ${n}::int4 as n`,
)
const ecrire = (tx: TenantTx, n: number) => sql`insert into temoin.envoi (n) values (${n})`.execute(tx)
const ecrits = async () =>
  (await sql<{ n: number }>`select n from temoin.envoi order by n`.execute(groupe)).rows.map((r) => r.n)
const ailleurs = ouvrirKysely({ ...base.connexion('coforme_web'), max: 1 })
afterAll(() => ailleurs.destroy())
const fermer = () => sql`insert into temoin.fermee (n) values (1)`.execute(ailleurs)

beforeEach(async () => {
  await sql`delete from temoin.envoi`.execute(groupe)
  await sql`delete from temoin.fermee`.execute(groupe)
  envois.mockClear()
})

it('ouvre, lit et valide d’un seul message ce qui ne demande rien de plus', async () => {
  const vu = await travaillerPar(groupe, porte, (tx) => qui(tx, ''), {
    lectures: (tx) => [qui(tx, '')],
    dUnEnvoi: true,
  })
  expect(vu).toBe(organisme)
  expect(envois).toHaveBeenCalledTimes(1)
})

it('emporte dans ce message des instructions composées d’avance, sous le même sceau', async () => {
  const lire = uneFois(async (tx, n) => (await compose(tx, Number(n))).rows[0])
  const vu = await travaillerPar(groupe, porte, (tx) => Promise.all([lire(tx, '3'), lire(tx, '4')]), {
    lectures: (tx) => [lire(tx, '3'), lire(tx, '4')],
    dUnEnvoi: true,
  })
  expect(vu).toEqual([
    { o: organisme, n: 3 },
    { o: organisme, n: 4 },
  ])
  expect(envois).toHaveBeenCalledTimes(1)
})

it('garde ce que la porte d’avant a écrit, et ne laisse ni sceau, ni transaction à la connexion', async () => {
  await travaillerPar(groupe, porte, (tx) => qui(tx, ''), {
    avant: (tx) => sql`insert into temoin.envoi (n) values (7)`.execute(tx),
    lectures: (tx) => [qui(tx, '')],
    dUnEnvoi: true,
  })
  // Deux demandes de suite sont deux transactions : rien n’en est resté ouvert.
  const encore = async () =>
    (
      await sql<{
        o: string | null
        t: string
      }>`select app.organisme() as o, pg_current_xact_id()::text as t`.execute(groupe)
    ).rows[0]
  const [une, autre] = [await encore(), await encore()]
  expect([une?.o, autre?.o]).toEqual([null, null])
  expect(une?.t).not.toBe(autre?.t)
  expect(await ecrits()).toEqual([7])
})

it('rouvre la porte pour ce que le travail demande encore, et le valide d’un tenant', async () => {
  const vu = await travaillerPar(
    groupe,
    porte,
    async (tx) => {
      const avant = await qui(tx, '')
      await ecrire(tx, 1)
      await ecrire(tx, 2)
      return [avant, await qui(tx, 'encore')]
    },
    { lectures: (tx) => [qui(tx, '')], dUnEnvoi: true },
  )
  expect(vu).toEqual([organisme, organisme])
  expect(await ecrits()).toEqual([1, 2])
})

it('rouvre aussi pour une lecture en deux temps, demandée avant que le travail commence', async () => {
  const vu = await travaillerPar(groupe, porte, (tx) => Promise.all([qui(tx, 'un'), qui(tx, 'deux')]), {
    lectures: (tx) => [qui(tx, 'un').then(() => qui(tx, 'deux'))],
    dUnEnvoi: true,
  })
  expect(vu).toEqual([organisme, organisme])
})

it('rouvre pour une requête bâtie par Kysely, sans lecture d’avance', async () => {
  const vu = await travaillerPar(
    groupe,
    porte,
    (tx) => tx.selectNoFrom((eb) => eb.fn<string | null>('app.organisme').as('o')).executeTakeFirst(),
    { dUnEnvoi: true },
  )
  expect(vu).toEqual({ o: organisme })
})

it('défait tout ce que le travail a écrit s’il lève', async () => {
  const essai = travaillerPar(
    groupe,
    porte,
    async (tx) => {
      await ecrire(tx, 1)
      throw new Error('levée')
    },
    { lectures: (tx) => [qui(tx, '')], dUnEnvoi: true },
  )
  await expect(essai).rejects.toThrow('levée')
  expect(await ecrits()).toEqual([])
})

it('ne rend ni ne garde rien si la porte s’est fermée entre-temps', async () => {
  const relu: unknown[] = []
  const rendu = await travaillerPar(
    groupe,
    porte,
    async (tx) => {
      await fermer()
      await ecrire(tx, 1)
      relu.push(await qui(tx, 'encore'))
      return 'jamais'
    },
    { lectures: (tx) => [qui(tx, '')], dUnEnvoi: true },
  )
  expect(rendu).toBeUndefined()
  expect(relu).toEqual([null])
  expect(await ecrits()).toEqual([])
})

it('ne lit rien derrière une porte fermée, et ne travaille pas', async () => {
  await fermer()
  const relu: unknown[] = []
  const rendu = await travaillerPar(groupe, porte, async () => 'jamais', {
    lectures: (tx) => [qui(tx, '').then((o) => relu.push(o))],
    dUnEnvoi: true,
  })
  expect(rendu).toBeUndefined()
  expect(relu).toEqual([null])
})

it('lève la faute d’une lecture, même si le travail ne la demandait pas, et la connexion sert encore', async () => {
  const essai = travaillerPar(groupe, porte, async () => 'jamais', {
    lectures: (tx) => [sql`select 1 / 0`.execute(tx), qui(tx, '')],
    dUnEnvoi: true,
  })
  await expect(essai).rejects.toMatchObject({ code: '22012' })
  expect(await ecrits()).toEqual([])
})
