import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Services } from '#platform/services.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { testServices, unVisiteur } from '#web/test/services.ts'
import { applicationModule } from './application.ts'

describe('la boîte d’essai', () => {
  let donnees = ''
  beforeAll(async () => {
    donnees = await mkdtemp(join(tmpdir(), 'coforme-boite-'))
  })
  afterAll(() => rm(donnees, { recursive: true, force: true }))

  type Visite = {
    readonly demo?: boolean
    readonly smtpUrl?: string
    readonly visiteur?: Visiteur
    readonly adresse?: string
    readonly relayee?: boolean
    readonly hote?: string
  }
  const statut = async (d: Visite) => {
    const services = testServices()
    const config = { ...services.config, donnees, demo: d.demo ?? false }
    const complets: Services = { ...services, config: d.smtpUrl ? { ...config, smtpUrl: d.smtpUrl } : config }
    const app = new Hono<Env>().use(async (c, next) => {
      c.set('services', complets)
      if (d.visiteur) c.set('visiteur', d.visiteur)
      await next()
    })
    // Par le module qui la monte : une page juste, et que rien ne sert, ne se lit pas.
    applicationModule([]).routes?.(app, complets)
    const r = await app.request(
      '/courriels',
      {
        headers: {
          host: d.hote ?? 'localhost:3000',
          ...(d.relayee ? { 'x-forwarded-for': '127.0.0.1' } : {}),
        },
      },
      { incoming: { socket: { remoteAddress: d.adresse ?? '127.0.0.1' } } },
    )
    return r.status
  }
  const administre = unVisiteur({ administreInstance: true })

  it('s’ouvre à tous en démonstration, et à la seule personne qui administre l’instance autrement', async () => {
    expect(await statut({ demo: true })).toBe(200)
    expect(await statut({})).toBe(404)
    expect(await statut({ visiteur: unVisiteur() })).toBe(404)
    expect(await statut({ visiteur: administre })).toBe(200)
  })

  it('ne se lit que sur la machine, et jamais quand un serveur d’envoi est branché', async () => {
    expect(await statut({ visiteur: administre, adresse: '192.0.2.7' })).toBe(404)
    expect(await statut({ visiteur: administre, relayee: true })).toBe(404)
    expect(await statut({ visiteur: administre, smtpUrl: 'smtp://localhost' })).toBe(404)
    expect(await statut({ demo: true, adresse: '192.0.2.7' })).toBe(404)
    // Une page d’ailleurs qui ferait pointer son nom sur cette machine la lirait par le navigateur de qui l’ouvre.
    for (const hote of ['pirate.example', 'localhost.pirate.example:3000', '127.0.0.1.pirate.example'])
      expect(await statut({ demo: true, hote }), hote).toBe(404)
    for (const hote of ['127.0.0.1:3000', '[::1]:3000'])
      expect(await statut({ demo: true, hote }), hote).toBe(200)
  })
})
