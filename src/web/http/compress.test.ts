import { gunzipSync, inflateSync } from 'node:zlib'
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import type { Env } from '#web/env.ts'
import { compress } from './compress.ts'

const longue = `<p>${'Émargement, '.repeat(500)}</p>`
const app = new Hono<Env>()
app.use(compress())
app.get('/page', (c) => {
  c.header('set-cookie', 'a=1', { append: true })
  c.header('set-cookie', 'b=2', { append: true })
  return c.html(longue, 422)
})
app.get('/courte', (c) => c.html('<p>Oui.</p>'))
app.get('/lourde', (c) => c.html(longue.repeat(40)))
app.get('/csv', (c) => c.body(longue, 200, { 'content-type': 'text/csv; charset=utf-8' }))
app.get('/image', (c) => c.body(longue, 200, { 'content-type': 'image/png' }))

const demander = (chemin: string, accepte?: string, method = 'GET') =>
  app.request(chemin, { method, ...(accepte ? { headers: { 'accept-encoding': accepte } } : {}) })
const octets = async (r: Response) => Buffer.from(await r.arrayBuffer())

app.get('/gardee', async (c, next) => {
  const depot: { page?: string } = {}
  c.set('enClair', depot)
  await next()
  const lue = depot.page ?? `${await c.res.text()}<!-- lue de la réponse -->`
  c.res = undefined
  c.res = new Response(`${lue}<!-- relue -->`, { headers: { 'content-type': 'text/html; charset=UTF-8' } })
})
app.get('/gardee', (c) => c.html(longue))

describe('La compression des réponses', () => {
  it('dépose la page en clair pour qui la garde en mémoire', async () => {
    const r = await demander('/gardee', 'gzip')
    const corps = await octets(r)
    const texte = r.headers.get('content-encoding') === 'gzip' ? gunzipSync(corps) : corps
    expect(texte.toString('utf8')).toBe(`${longue}<!-- relue -->`)
  })

  it('rend la même page, d’un bloc, avec son état et tous ses témoins', async () => {
    const r = await demander('/page', 'gzip, deflate, br')
    expect([r.status, r.headers.get('content-encoding'), r.headers.get('vary')]).toEqual([
      422,
      'gzip',
      'Accept-Encoding',
    ])
    expect(r.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    const corps = await octets(r)
    expect(r.headers.get('content-length')).toBe(String(corps.length))
    expect(gunzipSync(corps).toString('utf8')).toBe(longue)
  })

  it('rend aussi une page très longue', async () => {
    const corps = await octets(await demander('/lourde', 'gzip'))
    expect(gunzipSync(corps).toString('utf8')).toBe(longue.repeat(40))
  })

  it.each([undefined, 'identity', 'gzip;q=0', 'gzip; q=0.0, identity', 'br'])(
    'laisse la page en clair à qui demande « %s », en disant qu’elle varie',
    async (accepte) => {
      const r = await demander('/page', accepte)
      expect([r.headers.get('content-encoding'), r.headers.get('vary')]).toEqual([null, 'Accept-Encoding'])
      expect(await r.text()).toBe(longue)
    },
  )

  it('suit qui ne lit que « deflate »', async () => {
    const r = await demander('/page', 'deflate')
    expect(inflateSync(await octets(r)).toString('utf8')).toBe(longue)
  })

  it('ne compresse ni une réponse courte, ni une image, ni une question d’en-têtes', async () => {
    for (const r of [
      await demander('/courte', 'gzip'),
      await demander('/image', 'gzip'),
      await demander('/page', 'gzip', 'HEAD'),
    ])
      expect(r.headers.get('content-encoding')).toBeNull()
  })

  it('laisse passer un export en flux', async () => {
    const r = await demander('/csv', 'gzip')
    expect([r.headers.get('content-encoding'), r.headers.get('content-length')]).toEqual(['gzip', null])
    expect(gunzipSync(await octets(r)).toString('utf8')).toBe(longue)
  })
})
