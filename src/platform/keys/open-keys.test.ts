import { createPublicKey, randomBytes, verify } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, describe, expect, it } from 'vitest'
import { exportKeys, importKeys, KeysError, keysFile, keysFromSeed, openKeys } from './open-keys.ts'

const racine = mkdtempSync(join(tmpdir(), 'coforme-cles-'))
afterAll(() => rmSync(racine, { recursive: true }))
let n = 0
const neuf = () => ({ donnees: join(racine, String(n++)) })
const texte = (octets: Uint8Array | undefined) => octets && Buffer.from(octets).toString()
const fichier = (lieu: { donnees: string }) => join(lieu.donnees, 'cles', 'maitre.cle')

describe('les clés de l’instance', () => {
  it('naissent au premier démarrage, lisibles de leur seul propriétaire, et restent', () => {
    const lieu = neuf()
    const a = openKeys(lieu)
    expect(statSync(fichier(lieu)).mode & 0o777).toBe(0o600)
    expect(readdirSync(join(lieu.donnees, 'cles'))).toEqual(['maitre.cle'])
    expect(openKeys(lieu).digest('x', 'y')).toEqual(a.digest('x', 'y'))
    expect(openKeys(lieu).publicKey).toEqual(a.publicKey)
  })

  it('sont les mêmes pour des processus qui démarrent ensemble', async () => {
    const lieu = neuf()
    const source = `
      const { parentPort, workerData } = require('node:worker_threads')
      import(workerData.module).then(({ openKeys }) =>
        parentPort.postMessage(openKeys(workerData.lieu).digest('x', 'y').toString('hex')))`
    const module = new URL('./open-keys.ts', import.meta.url).href
    const empreintes = await Promise.all(
      Array.from(
        { length: 6 },
        () =>
          new Promise((resolve, reject) => {
            const w = new Worker(source, { eval: true, execArgv: [], workerData: { module, lieu } })
            w.once('message', resolve)
            w.once('error', reject)
          }),
      ),
    )
    expect(new Set(empreintes).size).toBe(1)
    expect(openKeys(lieu).digest('x', 'y').toString('hex')).toBe(empreintes[0])
  })

  it('se donnent aussi par un secret, qui ne laisse rien sur le disque', () => {
    const lieu = { ...neuf(), cles: randomBytes(32).toString('base64') }
    expect(keysFile(lieu)).toBeUndefined()
    expect(openKeys(lieu).digest('x', 'y')).toEqual(openKeys({ ...neuf(), cles: lieu.cles }).digest('x', 'y'))
    expect(statSync(lieu.donnees, { throwIfNoEntry: false })).toBeUndefined()
  })

  it('abîmées, vides ou hors d’atteinte, se disent par une phrase et ne sont jamais refaites', () => {
    const lieu = neuf()
    openKeys(lieu)
    const bon = readFileSync(fichier(lieu), 'utf8')
    const base64 = bon.split(' ')[2] ?? ''
    const autre = `${base64.startsWith('A') ? 'B' : 'A'}${base64.slice(1)}`
    for (const mauvais of ['', 'n’importe quoi\n', bon.replace(base64, autre), bon.slice(0, 40), bon + bon]) {
      writeFileSync(fichier(lieu), mauvais)
      expect(() => openKeys(lieu)).toThrow(KeysError)
      expect(() => openKeys(lieu)).toThrow(/abîmées/)
      expect(readFileSync(fichier(lieu), 'utf8')).toBe(mauvais)
    }
    writeFileSync(join(racine, 'fichier'), '')
    expect(() => openKeys({ donnees: join(racine, 'fichier') })).toThrow(KeysError)
  })

  it.each(['abc', './ailleurs', 'A'.repeat(42)])(
    '« %s » n’en fait pas naître d’autres en silence',
    (cles) => {
      const lieu = { ...neuf(), cles }
      expect(() => openKeys(lieu)).toThrow(/^COFORME_CLES=.* est refusé/)
      for (const dossier of [lieu.donnees, cles])
        expect(statSync(dossier, { throwIfNoEntry: false })).toBeUndefined()
    },
  )

  it('passent d’une instance à l’autre sans jamais en écraser', () => {
    const a = neuf()
    const cles = openKeys(a)
    const texteCles = exportKeys(a)
    const b = neuf()
    expect(importKeys(b, texteCles)).toBe(true)
    expect(openKeys(b).publicKey).toEqual(cles.publicKey)
    const c = neuf()
    openKeys(c)
    expect(importKeys(c, texteCles)).toBe(false)
    expect(openKeys(c).publicKey).not.toEqual(cles.publicKey)
  })
})

describe('une empreinte à clé', () => {
  it('dépend de l’usage, du texte et de l’instance', () => {
    const k = keysFromSeed('a')
    expect(k.digest('lien', 't')).toHaveLength(32)
    expect(k.digest('lien', 't')).not.toEqual(k.digest('session', 't'))
    expect(k.digest('lien', 't')).not.toEqual(k.digest('lien', 'u'))
    expect(k.digest('lien', 't')).not.toEqual(keysFromSeed('b').digest('lien', 't'))
  })
})

describe('un contenu chiffré', () => {
  const k = keysFromSeed('a')
  const clair = Buffer.from('Soraya Amrani')
  const chiffre = k.encrypt('courriel', 'message-1', clair)

  it('se relit dans son contexte et nulle part ailleurs', () => {
    expect(texte(k.decrypt('courriel', 'message-1', chiffre))).toBe('Soraya Amrani')
    expect(k.decrypt('courriel', 'message-2', chiffre)).toBeUndefined()
    expect(k.decrypt('autre', 'message-1', chiffre)).toBeUndefined()
    expect(keysFromSeed('b').decrypt('courriel', 'message-1', chiffre)).toBeUndefined()
  })

  it('change à chaque fois et ne montre rien du clair', () => {
    expect(k.encrypt('courriel', 'message-1', clair)).not.toEqual(chiffre)
    expect(Buffer.from(chiffre).includes('Soraya')).toBe(false)
  })

  it('touché à n’importe quel octet, ou coupé, ne se relit pas', () => {
    for (let i = 0; i < chiffre.length; i++) {
      const touche = Uint8Array.from(chiffre)
      touche[i] = (touche[i] ?? 0) ^ 1
      expect(k.decrypt('courriel', 'message-1', touche)).toBeUndefined()
      expect(k.decrypt('courriel', 'message-1', chiffre.subarray(0, i))).toBeUndefined()
    }
  })

  it('d’une clé ancienne se relit après l’ajout d’une clé neuve, qui sert désormais', () => {
    const [un, deux] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')]
    const avant = openKeys({ donnees: racine, cles: un })
    const apres = openKeys({ donnees: racine, cles: `${un},${deux}` })
    expect(texte(apres.decrypt('u', 'c', avant.encrypt('u', 'c', clair)))).toBe('Soraya Amrani')
    expect(avant.decrypt('u', 'c', apres.encrypt('u', 'c', clair))).toBeUndefined()
    expect(apres.digest('u', 't')).toEqual(avant.digest('u', 't'))
    expect(apres.publicKey).toEqual(avant.publicKey)
  })
})

describe('une signature', () => {
  it('se vérifie par la seule clé publique brute', () => {
    const k = keysFromSeed('a')
    const jalon = Buffer.from('{"numero":12}')
    const cle = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(k.publicKey).toString('base64url') },
      format: 'jwk',
    })
    expect(verify(null, jalon, cle, k.sign(jalon))).toBe(true)
    expect(verify(null, Buffer.from('{"numero":13}'), cle, k.sign(jalon))).toBe(false)
  })
})
