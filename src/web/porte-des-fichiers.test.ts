import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { nomSur, passerLaPorte } from './porte-des-fichiers.ts'

const recu = (nom: string, t: string) => ({ nom, recu: new Uint8Array(Buffer.from(t, 'utf8')) })

it('un nom venu d’un appareil ne mène nulle part et ne commande rien', () => {
  for (const [nom, attendu] of [
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\cv.pdf', 'cv.pdf'],
    ['.htaccess', 'htaccess'],
    ['a"b<c>|?.pdf', 'abc.pdf'],
    ['..', 'fichier'],
    ['  ', 'fichier'],
    ['CV de Léna.pdf', 'CV de Léna.pdf'],
  ] as const)
    expect(nomSur(nom)).toBe(attendu)
})

it('un nom fait pour coûter se refait en un passage', () => {
  const avant = process.threadCpuUsage()
  expect(nomSur(`a${'.'.repeat(200_000)}b`)).toHaveLength(120)
  expect(process.threadCpuUsage(avant).user / 1_000).toBeLessThan(1_000)
})

it('l’antivirus lit tout fichier, quel que soit son genre ; sans réponse, rien ne se garde', async () => {
  const vus: string[] = []
  const antivirus = (verdict: 'sain' | 'infecte' | 'muet') => ({
    examiner: async (octets: Uint8Array) => {
      vus.push(Buffer.from(octets).toString())
      return verdict
    },
  })
  expect(await passerLaPorte(recu('a.csv', 'nom;ville'), antivirus('sain'))).toMatchObject({ ok: true })
  expect(await passerLaPorte(recu('a.csv', 'nom;ville'), antivirus('infecte'))).toMatchObject({
    ok: false,
    phrase: expect.stringContaining('virus'),
  })
  expect(await passerLaPorte(recu('a.csv', 'nom;ville'), antivirus('muet'))).toMatchObject({
    ok: false,
    phrase: expect.stringContaining('ne répond pas'),
  })
  expect(vus).toEqual(['nom;ville', 'nom;ville', 'nom;ville'])
})

it('aucun fichier reçu ne passe ailleurs que par cette porte', () => {
  const sources = join(import.meta.dirname, '..')
  const fautes = readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((f) => /\.tsx?$/.test(f) && !/\.(i?test|e2e)\.tsx?$/.test(f) && !/(^|\/)test\//.test(f))
    .filter(
      (f) =>
        !['web/body.ts', 'web/form.ts', 'web/porte-des-fichiers.ts'].includes(f) &&
        !f.startsWith('web/islands/'),
    )
    .filter((f) =>
      /\.formData\(|\.parseBody\(|\.recu\b.*Uint8Array|raw\.fichiers(?!\.size)/.test(
        readFileSync(join(sources, f), 'utf8'),
      ),
    )
  expect(fautes).toEqual([])
})
