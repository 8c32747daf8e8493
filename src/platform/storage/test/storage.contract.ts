import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import type { TenantTx } from '#platform/db/index.ts'
import type { Storage } from '#platform/storage/storage.ts'

/** `avec` ouvre une transaction pour l'un de deux organismes. */
export type StorageHarness = {
  readonly storage: Storage
  avec<T>(qui: 'un' | 'autre', work: (tx: TenantTx) => Promise<T>): Promise<T>
}

/** Tenu par le rangement en mémoire, par PostgreSQL et par S3. */
export const storageContract = (preparer: () => Promise<StorageHarness>): void => {
  const octets = (texte: string) => Uint8Array.from(Buffer.from(texte))

  it('un fichier rangé se relit à l’octet près, sous son empreinte', async () => {
    const { storage, avec } = await preparer()
    const contenu = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7) % 256)
    const range = await avec('un', (tx) => storage.put(tx, contenu, 'application/pdf'))
    expect(range).toEqual({
      empreinte: createHash('sha256').update(contenu).digest('hex'),
      type: 'application/pdf',
      taille: 100_000,
    })
    const lu = await avec('un', (tx) => storage.get(tx, range.empreinte))
    expect(lu?.type).toBe('application/pdf')
    expect(Buffer.compare(Buffer.from(lu?.octets ?? []), Buffer.from(contenu))).toBe(0)
  })

  it('rangé deux fois, il reste le premier', async () => {
    const { storage, avec } = await preparer()
    const un = await avec('un', (tx) => storage.put(tx, octets('deux fois'), 'text/plain'))
    expect(await avec('un', (tx) => storage.put(tx, octets('deux fois'), 'application/pdf'))).toEqual(un)
  })

  it('celui d’un autre ne se distingue pas d’un absent', async () => {
    const { storage, avec } = await preparer()
    const { empreinte } = await avec('un', (tx) => storage.put(tx, octets('à un seul'), 'text/plain'))
    expect(await avec('autre', (tx) => storage.get(tx, empreinte))).toBeUndefined()
    expect(await avec('autre', (tx) => storage.get(tx, 'f'.repeat(64)))).toBeUndefined()
    await avec('autre', (tx) => storage.put(tx, octets('à un seul'), 'text/html'))
    expect((await avec('un', (tx) => storage.get(tx, empreinte)))?.type).toBe('text/plain')
  })

  it('un nom qui n’en est pas un ne rend rien', async () => {
    const { storage, avec } = await preparer()
    for (const nom of ['', '../secret', 'F'.repeat(64), "' or true --"])
      expect(await avec('un', (tx) => storage.get(tx, nom))).toBeUndefined()
  })

  it('un fichier vide en est un', async () => {
    const { storage, avec } = await preparer()
    const { empreinte } = await avec('un', (tx) => storage.put(tx, new Uint8Array(), 'text/plain'))
    expect((await avec('un', (tx) => storage.get(tx, empreinte)))?.octets).toHaveLength(0)
  })
}
