import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterAll, expect, it } from 'vitest'
import { clamd } from './clamd.ts'

/** Un faux clamd : il lit la commande et les morceaux comme le vrai, et répond d’après ce qu’il a reçu. */
const recus: Buffer[] = []
const ouverts: Server[] = []
const ecouter = (
  repondre: (fichier: Buffer) => string | undefined,
): Promise<{ port: number; host: string }> =>
  new Promise((pret) => {
    const s = createServer((prise) => {
      let lu = Buffer.alloc(0)
      prise.on('error', () => {})
      prise.on('data', (d) => {
        lu = Buffer.concat([lu, d])
        if (!lu.subarray(0, 10).equals(Buffer.from('zINSTREAM\0'))) return
        const parts: Buffer[] = []
        for (let ou = 10; ou + 4 <= lu.length; ) {
          const longueur = lu.readUInt32BE(ou)
          if (longueur === 0) {
            const fichier = Buffer.concat(parts)
            recus.push(fichier)
            const dit = repondre(fichier)
            if (dit === undefined) prise.destroy()
            else prise.end(dit)
            return
          }
          if (ou + 4 + longueur > lu.length) return
          parts.push(lu.subarray(ou + 4, ou + 4 + longueur))
          ou += 4 + longueur
        }
      })
    })
    ouverts.push(s)
    s.listen(0, '127.0.0.1', () => pret({ port: (s.address() as AddressInfo).port, host: '127.0.0.1' }))
  })
afterAll(() => {
  for (const s of ouverts) s.close()
})

const gros = new Uint8Array(Buffer.alloc(300_000, 'un fichier de plusieurs morceaux '))

it('un fichier part entier, et le verdict se lit', async () => {
  const ou = await ecouter((f) =>
    f.includes('EICAR') ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0',
  )
  expect(await clamd(ou).examiner(gros)).toBe('sain')
  expect(recus.at(-1)?.equals(Buffer.from(gros))).toBe(true)
  expect(await clamd(ou).examiner(Buffer.from('…EICAR…'))).toBe('infecte')
})

it('une erreur, une coupure, un silence, une absence ne valent pas un feu vert', async () => {
  expect(await clamd(await ecouter(() => 'INSTREAM size limit exceeded. ERROR\0')).examiner(gros)).toBe(
    'muet',
  )
  expect(await clamd(await ecouter(() => undefined)).examiner(gros)).toBe('muet')
  expect(await clamd(await ecouter(() => 'stream: OK FOUND OK')).examiner(gros)).toBe('muet')
  const muet = await new Promise<{ port: number; host: string }>((pret) => {
    const s = createServer((p) => p.on('error', () => {}))
    ouverts.push(s)
    s.listen(0, '127.0.0.1', () => pret({ port: (s.address() as AddressInfo).port, host: '127.0.0.1' }))
  })
  expect(await clamd(muet, 50).examiner(gros)).toBe('muet')
  expect(await clamd({ path: '/nulle/part/clamd.ctl' }).examiner(gros)).toBe('muet')
})
