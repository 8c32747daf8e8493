import { describe, expect, it } from 'vitest'
import { createMetrics, isLoopback, mayReadMetrics, measuredMailer } from './metrics.ts'

describe('les chiffres du processus', () => {
  it('s’exposent par motif d’adresse, avec l’état des connexions lu à l’instant', async () => {
    const m = createMetrics('1.2.3')
    m.http('GET', '/sessions/:session', 200, 0.02)
    m.http('INVENTEE', '/x', 405, 0.001)
    m.tache('courriel.envoyer', 'echec', 1)
    m.pool(() => ({ total: 4, libres: 3, attente: 0 }))
    const { type, texte } = await m.exposer()
    expect(type).toContain('text/plain')
    expect(texte).toContain(
      'coforme_http_secondes_count{methode="GET",route="/sessions/:session",statut="200"} 1',
    )
    expect(texte).toContain('methode="autre"')
    expect(texte).not.toContain('INVENTEE')
    expect(texte).toContain('coforme_tache_secondes_count{nom="courriel.envoyer",issue="echec"} 1')
    expect(texte).toContain('coforme_base_connexions{etat="libres"} 3')
    expect(texte).toContain('coforme_version{version="1.2.3"} 1')
  })

  it('comptent un courriel parti et un courriel refusé, et laissent passer le refus', async () => {
    const m = createMetrics('1')
    const message = { a: 'x@exemple.fr', objet: 'o', texte: 't' }
    await measuredMailer({ send: async () => {}, close: async () => {} }, m).send(message)
    const refus = { send: () => Promise.reject(new Error('550')), close: async () => {} }
    await expect(measuredMailer(refus, m).send(message)).rejects.toThrow('550')
    const { texte } = await m.exposer()
    expect(texte).toContain('coforme_courriels_total{issue="parti"} 1')
    expect(texte).toContain('coforme_courriels_total{issue="refuse"} 1')
  })

  it('ne se lisent que de la machine elle-même ou avec le jeton', () => {
    const jeton = 'un-jeton-assez-long'
    expect(mayReadMetrics({ dIci: true, autorisation: undefined }, undefined)).toBe(true)
    expect(mayReadMetrics({ dIci: false, autorisation: undefined }, undefined)).toBe(false)
    expect(mayReadMetrics({ dIci: false, autorisation: `Bearer ${jeton}` }, jeton)).toBe(true)
    expect(mayReadMetrics({ dIci: false, autorisation: 'Bearer faux' }, jeton)).toBe(false)
    expect(mayReadMetrics({ dIci: false, autorisation: 'Bearer ' }, '')).toBe(false)
  })

  it('savent ce qu’est le bouclage', () => {
    for (const a of ['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1']) expect(isLoopback(a)).toBe(true)
    for (const a of ['127.0.0.1.exemple.fr', '10.0.0.1', '', undefined, '::2'])
      expect(isLoopback(a)).toBe(false)
  })
})
