import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { estAuDehors, estPublique } from './adresses.ts'
import { creerRecuperer } from './recuperer.ts'

const serveurs: ReturnType<typeof createServer>[] = []
afterAll(() => {
  for (const s of serveurs) {
    s.closeAllConnections()
    s.close()
  }
})
const servir = async (repondre: RequestListener): Promise<number> => {
  const s = createServer(repondre)
  serveurs.push(s)
  await new Promise<void>((pret) => s.listen(0, '127.0.0.1', () => pret()))
  return (s.address() as AddressInfo).port
}
const ouverte = creerRecuperer({ resoudre: async () => ['127.0.0.1'], permise: () => true })

describe('une adresse du dehors', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.20.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::a00:1',
    '2002:7f00:1::',
    '2001:db8::1',
    'pas une adresse',
  ])('%s n’est pas de l’internet public', (ip) => expect(estPublique(ip)).toBe(false))
  it.each(['1.1.1.1', '193.0.6.139', '2a01:e0a::1'])('%s en est', (ip) => expect(estPublique(ip)).toBe(true))

  it.each([
    ['http://127.0.0.1/', 'privee'],
    ['http://[::1]/', 'privee'],
    ['http://0x7f000001/', 'privee'],
    ['http://interne.exemple.fr/', 'privee'],
    ['file:///etc/passwd', 'adresse'],
    ['ftp://exemple.fr/', 'adresse'],
    ['http://moi:secret@exemple.fr/', 'adresse'],
    ['n’importe quoi', 'adresse'],
    ['http://courrier.exemple.fr:25/', 'adresse'],
    ['https://machine.exemple.fr:22/', 'adresse'],
  ])('%s est refusée', async (url, code) => {
    const recuperer = creerRecuperer({ resoudre: async () => ['193.0.6.139', '10.0.0.5'] })
    expect(await recuperer(url)).toMatchObject({ ok: false, error: { code } })
  })
  it('l’adresse publique de cette machine n’est pas au dehors : ce qui n’y écoute que pour elle ne se joint pas', async () => {
    const ici = vi.spyOn(os, 'networkInterfaces').mockReturnValue({
      eth0: [{ address: '193.0.6.139' } as os.NetworkInterfaceInfo],
    })
    try {
      expect([estAuDehors('193.0.6.139'), estAuDehors('193.0.6.140')]).toEqual([false, true])
    } finally {
      ici.mockRestore()
    }
  })
  it('une redirection vers un port qui n’est pas du web est refusée comme l’adresse elle-même', async () => {
    const port = await servir((_q, r) => r.writeHead(302, { location: 'http://flux.exemple:25/' }).end())
    expect(await ouverte(`http://flux.exemple:${port}/`)).toMatchObject({ error: { code: 'adresse' } })
  })
  it('une redirection vers un réseau privé est refusée comme l’adresse elle-même', async () => {
    const port = await servir((_q, r) => r.writeHead(302, { location: 'http://10.0.0.5/' }).end())
    const recuperer = creerRecuperer({
      resoudre: async () => ['127.0.0.1'],
      permise: (ip) => ip === '127.0.0.1',
    })
    expect(await recuperer(`http://flux.exemple:${port}/`)).toMatchObject({
      ok: false,
      error: { code: 'privee' },
    })
  })
  it('se lit, en suivant une redirection', async () => {
    const port = await servir((q, r) =>
      q.url === '/a'
        ? r.writeHead(301, { location: '/b' }).end()
        : r.setHeader('content-type', 'text/xml').end('<rss/>'),
    )
    const lu = await ouverte(`http://flux.exemple:${port}/a`)
    expect(lu.ok && [Buffer.from(lu.value.octets).toString(), lu.value.type]).toEqual(['<rss/>', 'text/xml'])
  })
  it('un flux qui ne finit pas est laissé à sa borne, quelle que soit la taille annoncée', async () => {
    let envoyes = 0
    const port = await servir((_q, r) => {
      const encore = (): void => {
        while (!r.destroyed && r.write(Buffer.alloc(65_536, 60))) envoyes += 65_536
        if (!r.destroyed) r.once('drain', encore)
      }
      encore()
    })
    expect(await ouverte(`http://flux.exemple:${port}/`, { octets: 1_000_000 })).toMatchObject({
      ok: false,
      error: { code: 'taille' },
    })
    expect(envoyes).toBeLessThan(50_000_000)
  })
  it('un site muet est laissé au bout du délai ; un carrousel, au bout de quatre renvois ; une erreur se dit', async () => {
    const muet = await servir(() => {})
    expect(await ouverte(`http://x:${muet}/`, { millisecondes: 50 })).toMatchObject({
      error: { code: 'delai' },
    })
    const tourne = await servir((_q, r) => r.writeHead(302, { location: '/' }).end())
    expect(await ouverte(`http://x:${tourne}/`)).toMatchObject({ error: { code: 'redirections' } })
    const faux = await servir((_q, r) => r.writeHead(500).end())
    expect(await ouverte(`http://x:${faux}/`)).toMatchObject({ error: { code: 'reponse' } })
  })
})
