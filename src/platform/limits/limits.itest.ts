import { expect, it } from 'vitest'
import type { OrganismeId, PersonneId } from '#kernel/id.ts'
import { newId } from '#platform/db/index.ts'
import { postgresDrafts } from '#platform/drafts/postgres-drafts.ts'
import { platformJobs } from '#platform/jobs/platform-jobs.ts'
import { checkKeys } from '#platform/keys/check-keys.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import { silentLogger } from '#platform/log/create-logger.ts'
import type { Services } from '#platform/services.ts'
import { baseNeuve, codeSql } from '../../../test/base/index.ts'
import { createLimits } from './limits.ts'

const base = await baseNeuve()
const admin = await base.client('admin')
const limites = createLimits(base.db, keysFromSeed('limites'))

it('une limite laisse passer son compte, puis refuse, et ne confond ni les gens ni les usages', async () => {
  const limite = { max: 3, fenetre: 60 }
  const essais = []
  for (let i = 0; i < 5; i++) essais.push(await limites.allow('connexion', 'Soraya@exemple.fr ', limite))
  expect(essais).toEqual([true, true, true, false, false])
  expect(await limites.allow('connexion', 'soraya@exemple.fr', limite)).toBe(false)
  expect(await limites.allow('connexion', 'julien@exemple.fr', limite)).toBe(true)
  expect(await limites.allow('lien', 'soraya@exemple.fr', limite)).toBe(true)
  await limites.forget('connexion', 'soraya@exemple.fr')
  expect(await limites.allow('connexion', 'soraya@exemple.fr', limite)).toBe(true)
})

it('vingt essais simultanés n’en laissent passer que le maximum', async () => {
  const permis = await Promise.all(
    Array.from({ length: 20 }, () => limites.allow('foule', 'x', { max: 5, fenetre: 60 })),
  )
  expect(permis.filter(Boolean)).toHaveLength(5)
})

it('une fenêtre passée repart de zéro', async () => {
  const limite = { max: 1, fenetre: 60 }
  await limites.allow('fenetre', 'x', limite)
  expect(await limites.allow('fenetre', 'x', limite)).toBe(false)
  await admin.query(`update plateforme.limite set expire_le = now() - interval '1 second'`)
  expect(await limites.allow('fenetre', 'x', limite)).toBe(true)
})

it('un essai rendu n’a pas compté ; rendre ce qui ne fut pas compté n’en donne aucun de plus', async () => {
  const limite = { max: 1, fenetre: 60 }
  await limites.giveBack('rendu', 'x')
  expect(await limites.allow('rendu', 'x', limite)).toBe(true)
  await limites.giveBack('rendu', 'x')
  await limites.giveBack('rendu', 'x')
  expect(await limites.allow('rendu', 'x', limite)).toBe(true)
  expect(await limites.allow('rendu', 'x', limite)).toBe(false)
})

it('rien de ce qui est compté ne se lit dans la base', async () => {
  await limites.allow('ip', '203.0.113.7', { max: 1, fenetre: 60 })
  const { rows } = await admin.query('select t::text as ligne from plateforme.limite t')
  expect(rows.map((r) => r.ligne).join()).not.toContain('203.0.113.7')
})

it('des clés remplacées se disent au démarrage', async () => {
  await checkKeys(base.db, keysFromSeed('a'))
  await checkKeys(base.db, keysFromSeed('a'))
  await expect(checkKeys(base.db, keysFromSeed('b'))).rejects.toThrow(/ne sont pas celles de cette base/)
})

it('un brouillon ne se relit que par la personne, dans l’organisme où elle l’a écrit', async () => {
  const [o, p] = [newId() as OrganismeId, newId() as PersonneId]
  const [autreO, autreP] = [newId() as OrganismeId, newId() as PersonneId]
  const valeurs = { nom: ['Éloïse'], themes: ['a', 'b'] }
  const lire = (organisme: OrganismeId, personne: PersonneId | null) =>
    base.enTantQue(organisme, { personne }, (tx) => postgresDrafts.load(tx, 'sessions.planifier'))
  await base.enTantQue(o, { personne: p }, (tx) =>
    postgresDrafts.save(tx, 'sessions.planifier', { nom: ['x'] }),
  )
  await base.enTantQue(o, { personne: p }, (tx) => postgresDrafts.save(tx, 'sessions.planifier', valeurs))
  expect(await lire(o, p)).toEqual({ valeurs, gardeLe: expect.any(Date) })
  expect([
    await lire(o, autreP),
    await lire(autreO, p),
    await lire(autreO, autreP),
    await lire(o, null),
  ]).toEqual(Array.from({ length: 4 }, () => undefined))
  await base.enTantQue(o, { personne: autreP }, (tx) => postgresDrafts.remove(tx, 'sessions.planifier'))
  expect(await lire(o, p)).toBeDefined()
  await base.enTantQue(o, { personne: p }, (tx) => postgresDrafts.remove(tx, 'sessions.planifier'))
  expect(await lire(o, p)).toBeUndefined()
})

it('un brouillon est borné, et n’existe pas sans personne', async () => {
  const [o, p] = [newId() as OrganismeId, newId() as PersonneId]
  expect(
    await codeSql(() =>
      base.enTantQue(o, { personne: p }, (tx) => postgresDrafts.save(tx, 'k', { a: ['x'.repeat(200_000)] })),
    ),
  ).toBe('23514')
  expect(await codeSql(() => base.enTantQue(o, {}, (tx) => postgresDrafts.save(tx, 'k', {})))).toBe('42501')
  await base.enTantQue(o, { personne: p }, async (tx) => {
    for (let i = 0; i < 105; i++) await postgresDrafts.save(tx, `k${i}`, {})
  })
  const { rows } = await admin.query(
    'select count(*)::int4 as n from plateforme.brouillon where personne_id = $1',
    [p],
  )
  expect(rows).toEqual([{ n: 100 }])
})

it('la purge retire ce qui a trop attendu et rien d’autre', async () => {
  const [o, p] = [newId() as OrganismeId, newId() as PersonneId]
  for (const k of ['vieux', 'neuf'])
    await base.enTantQue(o, { personne: p }, (tx) => postgresDrafts.save(tx, k, {}))
  await admin.query(
    `update plateforme.brouillon set garde_le = now() - interval '91 days' where cle = 'vieux'`,
  )
  await platformJobs['plateforme.purger']?.({}, { db: base.worker, log: silentLogger } as unknown as Services)
  const { rows } = await admin.query('select cle from plateforme.brouillon where personne_id = $1', [p])
  expect(rows).toEqual([{ cle: 'neuf' }])
})
