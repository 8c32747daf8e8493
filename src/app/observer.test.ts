import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { silentLogger } from '#platform/log/create-logger.ts'
import { createMetrics } from '#platform/metrics/metrics.ts'
import type { Env } from '#web/env.ts'
import { observer } from './observer.ts'

it('ce qu’une personne tente au-delà de ses droits est au journal sous son compte ; le reste de ce qu’elle fait, non', async () => {
  const lignes: unknown[] = []
  const log = { ...silentLogger, info: (_: string, champs: unknown) => void lignes.push(champs) }
  const app = new Hono<Env>()
    .use(observer(log as never, createMetrics('essai')))
    .use(async (c, next) => {
      c.set('visiteur', { personneId: '0190a000-0000-7000-8000-000000000001' } as never)
      await next()
    })
    .get('/permis', (c) => c.text('oui'))
    .get('/reserve/:objet', (c) => c.text('non', 403))
  await app.request('/permis')
  await app.request('/reserve/secret')
  expect(lignes).toMatchObject([
    { route: '/permis', statut: 200 },
    { route: '/reserve/:objet', statut: 403, compte: '0190a000-0000-7000-8000-000000000001' },
  ])
  expect(lignes[0]).not.toHaveProperty('compte')
})
