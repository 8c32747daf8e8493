import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { OrganismeId } from '#kernel/id.ts'
import { newId, openDatabase, type TenantTx } from '#platform/db/index.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import { baseNeuve, codeSql } from '../../../test/base/index.ts'
import { lecturesDehors } from './lectures-dehors.ts'
import { postgresStorage } from './postgres-storage.ts'
import { s3Storage, s3Store } from './s3-storage.ts'
import { DepotInjoignable, type Storage } from './storage.ts'
import { memoryStorage } from './test/memory-storage.ts'
import { storageContract } from './test/storage.contract.ts'

const base = await baseNeuve()
const organismes = { un: newId() as OrganismeId, autre: newId() as OrganismeId }
const avec = <T>(qui: 'un' | 'autre', work: (tx: TenantTx) => Promise<T>) =>
  base.enTantQue(organismes[qui], {}, work)
// Chaque cas a ses organismes : ce qu'un rangement a gardé ne doit pas servir à l'autre.
const dire = async (storage: Storage) => {
  const neufs = { un: newId() as OrganismeId, autre: newId() as OrganismeId }
  return {
    storage,
    avec: <T>(qui: 'un' | 'autre', work: (tx: TenantTx) => Promise<T>) =>
      base.enTantQue(neufs[qui], {}, work),
  }
}
const octets = (texte: string) => Uint8Array.from(Buffer.from(texte))

describe('en mémoire', () =>
  storageContract(async () => ({
    storage: memoryStorage(String),
    avec: (qui, work) => work(qui as unknown as TenantTx),
  })))

describe('dans PostgreSQL', () => {
  storageContract(() => dire(postgresStorage()))

  it('l’application ne change ni ne retire un fichier', async () => {
    await avec('un', (tx) => postgresStorage().put(tx, octets('x'), 'text/plain'))
    for (const geste of [
      sql`update plateforme.fichier set type = 'text/html'`,
      sql`delete from plateforme.fichier`,
    ])
      expect(await codeSql(() => avec('un', (tx) => geste.execute(tx)))).toBe('42501')
  })

  it('un fichier altéré par qui tient la base ne se rend pas', async () => {
    const { empreinte } = await avec('un', (tx) => postgresStorage().put(tx, octets('intact'), 'text/plain'))
    const admin = await base.client('admin')
    await admin.query(`update plateforme.fichier set octets = 'intacT' where empreinte = $1`, [
      Buffer.from(empreinte, 'hex'),
    ])
    await expect(avec('un', (tx) => postgresStorage().get(tx, empreinte))).rejects.toThrow(/altéré/)
  })

  it('un fichier sensible est gardé chiffré, sous l’empreinte de son clair, et ne se rend qu’avec les clés', async () => {
    const keys = keysFromSeed('fichiers sensibles')
    const { empreinte, taille } = await avec('un', (tx) =>
      postgresStorage(keys).put(tx, octets('des griefs'), 'text/plain', { sensible: true }),
    )
    const lignes = await base.maintenance((tx) =>
      sql<{
        octets: Buffer
      }>`select octets from plateforme.fichier where empreinte = decode(${empreinte}, 'hex')`.execute(tx),
    )
    const [ligne] = lignes.rows
    if (!ligne) throw new Error('rien n’est rangé')
    expect([taille, ligne.octets.length]).toEqual([10, 39])
    expect(ligne.octets.includes('griefs')).toBe(false)
    const lu = await avec('un', (tx) => postgresStorage(keys).get(tx, empreinte))
    expect(Buffer.from(lu?.octets ?? []).toString()).toBe('des griefs')
    const rendue = { organisme: organismes.un as string, empreinte, octets: ligne.octets }
    expect(Buffer.from(await postgresStorage(keys).open(rendue)).toString()).toBe('des griefs')
    // Ni sans les clés, ni sous d’autres, ni chez un voisin à qui l’on aurait copié la ligne.
    await expect(postgresStorage().open(rendue)).rejects.toThrow(/clés/)
    await expect(postgresStorage(keysFromSeed('autres')).open(rendue)).rejects.toThrow(/clés/)
    await expect(postgresStorage(keys).open({ ...rendue, organisme: organismes.autre })).rejects.toThrow(
      /clés/,
    )
    await expect(
      avec('un', (tx) => postgresStorage().put(tx, octets('sans clés'), 'text/plain', { sensible: true })),
    ).rejects.toThrow(/clés/)
  })

  it('une transaction défaite ne laisse rien', async () => {
    let empreinte = ''
    await expect(
      avec('un', async (tx) => {
        empreinte = (await postgresStorage().put(tx, octets('défait'), 'text/plain')).empreinte
        throw new Error('défaire')
      }),
    ).rejects.toThrow('défaire')
    expect(await avec('un', (tx) => postgresStorage().get(tx, empreinte))).toBeUndefined()
  })
})

describe('dans un dépôt S3', () => {
  type S3rver = { run(): Promise<AddressInfo>; close(): Promise<void> }
  const S3 = createRequire(import.meta.url)('s3rver') as new (options: object) => S3rver
  const dossier = mkdtempSync(join(tmpdir(), 'coforme-s3-'))
  const serveur = new S3({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: dossier,
    configureBuckets: [{ name: 'coforme' }],
  })
  const keys = keysFromSeed('s3')
  let endpoint = ''
  beforeAll(async () => {
    endpoint = `http://127.0.0.1:${(await serveur.run()).port}`
  })
  afterAll(async () => {
    await serveur.close()
    rmSync(dossier, { recursive: true })
  })
  const depot = (key = 'S3RVER') => s3Store({ endpoint, bucket: 'coforme', key, secret: 'S3RVER' })
  const objets = () =>
    (readdirSync(dossier, { recursive: true }) as string[]).filter((n) => n.endsWith('_object'))

  const ranger = () => s3Storage(depot(), keys).ranger?.(base.worker)

  storageContract(() => dire(s3Storage(depot(), keys)))

  it('les octets attendent chiffrés dans la base ; rangés, ils sont sous le dossier de leur organisme, et absents de la base', async () => {
    const { empreinte } = await avec('un', (tx) =>
      s3Storage(depot(), keys).put(tx, octets('Soraya Amrani'), 'text/plain'),
    )
    expect(objets().some((n) => n.includes(empreinte))).toBe(false)
    const attend = await base.maintenance((tx) =>
      sql<{
        octets: Buffer
      }>`select octets from plateforme.fichier where empreinte = decode(${empreinte}, 'hex')`.execute(tx),
    )
    expect(attend.rows[0]?.octets.includes('Soraya')).toBe(false)
    await ranger()
    const chemin = objets().find((n) => n.includes(empreinte)) ?? ''
    expect(chemin).toContain(organismes.un)
    expect(readFileSync(join(dossier, chemin)).includes('Soraya')).toBe(false)
    const admin = await base.client('admin')
    const { rows } = await admin.query('select octets from plateforme.fichier where empreinte = $1', [
      Buffer.from(empreinte, 'hex'),
    ])
    expect(rows).toEqual([{ octets: null }])
    await expect(avec('un', (tx) => postgresStorage().get(tx, empreinte))).rejects.toThrow(/S3/)
  })

  it('un objet altéré, ou déplacé d’un organisme à l’autre, ne se rend pas', async () => {
    const { empreinte } = await avec('un', (tx) =>
      s3Storage(depot(), keys).put(tx, octets('objet'), 'text/plain'),
    )
    await avec('autre', (tx) => s3Storage(depot(), keys).put(tx, octets('objet'), 'text/plain'))
    await ranger()
    const [un, autre] = [organismes.un, organismes.autre].map((o) =>
      join(dossier, objets().find((n) => n.includes(empreinte) && n.includes(o)) ?? ''),
    )
    writeFileSync(un ?? '', readFileSync(autre ?? ''))
    await expect(avec('un', (tx) => s3Storage(depot(), keys).get(tx, empreinte))).rejects.toThrow(/altéré/)
  })

  it('ce qui s’oublie n’est plus dans le dépôt ; l’oublier deux fois ne fait rien de plus', async () => {
    const { empreinte } = await avec('un', (tx) =>
      s3Storage(depot(), keys).put(tx, octets('à oublier'), 'text/plain'),
    )
    await ranger()
    const ligne = { organisme: organismes.un, empreinte, octets: null }
    expect(Buffer.from(await s3Storage(depot(), keys).open(ligne)).toString()).toBe('à oublier')
    await s3Storage(depot(), keys).forget(organismes.un, [empreinte])
    await s3Storage(depot(), keys).forget(organismes.un, [empreinte])
    expect(objets().some((n) => n.includes(empreinte))).toBe(false)
  })

  it('un dépôt qui refuse n’empêche pas d’émettre ; ranger lève, et rien ne se perd', async () => {
    const refuse = s3Storage(depot('INCONNU'), keys)
    const { empreinte } = await avec('un', (tx) => refuse.put(tx, octets('refusé'), 'text/plain'))
    await expect(refuse.ranger?.(base.worker)).rejects.toThrow(/403/)
    const lu = await avec('un', (tx) => refuse.get(tx, empreinte))
    expect(Buffer.from(lu?.octets ?? []).toString()).toBe('refusé')
    await ranger()
    expect(objets().some((n) => n.includes(empreinte))).toBe(true)
  })

  it('un dépôt muet ne retient ni connexion, ni page : bientôt il n’est plus demandé, puis il se rouvre', async () => {
    const { empreinte } = await avec('un', (tx) =>
      s3Storage(depot(), keys).put(tx, octets('loin'), 'text/plain'),
    )
    await ranger()
    const prises = new Set<Socket>()
    let demandes = 0
    let muet = true
    const relais = createServer((prise) => {
      demandes++
      prises.add(prise)
      prise.on('error', () => {})
      // Muet, il accepte et se tait ; sinon il mène au vrai dépôt.
      if (muet) return
      const vers = connect(Number(new URL(endpoint).port), '127.0.0.1')
      vers.on('error', () => {})
      prise.pipe(vers).pipe(prise)
    })
    await new Promise<void>((pret) => relais.listen(0, '127.0.0.1', pret))
    const { port } = relais.address() as AddressInfo
    const config = {
      endpoint: `http://127.0.0.1:${port}`,
      bucket: 'coforme',
      key: 'S3RVER',
      secret: 'S3RVER',
    }
    // Une seule connexion : si une lecture la tenait, rien d'autre ne passerait.
    const db = lecturesDehors(openDatabase(base.connexion('coforme_worker'), { max: 1 }))
    const acces = { genre: 'tache', organisme: organismes.un } as const
    const lire = (storage: Storage) => db.withTenant(acces, (tx) => storage.get(tx, empreinte))
    const patient = s3Storage(
      s3Store(config, { reponse: 600_000, corps: 600_000, echecs: 9, repit: 1 }),
      keys,
    )
    let fini = false
    const lecture = lire(patient).finally(() => {
      fini = true
    })
    lecture.catch(() => {})
    await vi.waitFor(() => expect(demandes).toBe(1), { timeout: 120_000 })
    await db.withTenant(acces, (tx) => sql`select 1`.execute(tx))
    expect(fini).toBe(false)
    for (const p of prises) p.destroy()
    await expect(lecture).rejects.toThrow(DepotInjoignable)

    const storage = s3Storage(s3Store(config, { reponse: 50, corps: 60_000, echecs: 2, repit: 2_000 }), keys)
    for (let i = 0; i < 2; i++) await expect(lire(storage)).rejects.toThrow(DepotInjoignable)
    // Dit sans être demandé.
    for (let i = 0; i < 5; i++) await expect(lire(storage)).rejects.toThrow(/répit/)
    muet = false
    await vi.waitFor(
      async () => expect(Buffer.from((await lire(storage))?.octets ?? []).toString()).toBe('loin'),
      { timeout: 120_000 },
    )
    await db.close()
    for (const p of prises) p.destroy()
    await new Promise((ferme) => relais.close(ferme))
  })

  it('ce qui fut rangé dans PostgreSQL s’y lit encore', async () => {
    const { empreinte } = await avec('un', (tx) => postgresStorage().put(tx, octets('ancien'), 'text/plain'))
    expect((await avec('un', (tx) => s3Storage(depot(), keys).get(tx, empreinte)))?.octets).toHaveLength(6)
  })
})
