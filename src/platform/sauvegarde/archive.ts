import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as FluxWeb } from 'node:stream/web'
import { createZstdCompress, createZstdDecompress } from 'node:zlib'
import { extract, pack } from 'tar-stream'

/*
 * Une archive tar, comprimée (zstd), chiffrée au format « age » par une phrase (scrypt) : les outils du commerce l'ouvrent sans nous
 * (`age -d | zstd -d | tar x`). Tout passe en flux, par morceaux de quelques mégaoctets : une instance de 50 Go ne tient pas en mémoire.
 * Celles d'avant n'étaient pas comprimées : elles se lisent toujours.
 */

/** Ce qui arrête une sauvegarde ou une restauration, en une phrase. 1 : la réponse est non ; 2 : l'appel est fautif. */
export class SauvegardeError extends Error {
  override name = 'SauvegardeError'
  readonly sortie: 1 | 2
  constructor(message: string, sortie: 1 | 2 = 2) {
    super(message)
    this.sortie = sortie
  }
}

export const phraseMin = 12
export const exigerPhrase = (phrase: string): void => {
  if (phrase.length < phraseMin)
    throw new SauvegardeError(
      `La phrase de passe doit avoir au moins ${phraseMin} signes : quatre ou cinq mots tirés au sort conviennent.`,
    )
}

export type FichierArchive = { readonly nom: string; readonly octets: Buffer }

/** Écrit l'archive à côté, puis la nomme : un fichier à ce nom est toujours entier. Ne remplace rien. */
export const ecrireArchive = async (
  vers: string,
  phrase: string,
  entrees: AsyncIterable<FichierArchive>,
  effort?: number,
): Promise<void> => {
  exigerPhrase(phrase)
  if (await stat(vers).catch(() => undefined)) throw new SauvegardeError(`Le fichier ${vers} existe déjà.`)
  // Chargé pour sauvegarder seulement : quatorze Mio que le processus des pages n’a pas à porter (mesuré).
  const { Encrypter } = await import('age-encryption')
  const age = new Encrypter()
  age.setPassphrase(phrase)
  if (effort !== undefined) age.setScryptWorkFactor(effort)
  const archive = pack()
  const partiel = `${vers}.partiel-${process.pid}`
  const remplir = async () => {
    for await (const { nom, octets } of entrees) {
      await new Promise<void>((fait, rate) => {
        // Date figée : deux sauvegardes du même état ont le même contenu.
        archive.entry({ name: nom, size: octets.length, mtime: new Date(0), mode: 0o600 }, octets, (e) =>
          e ? rate(e) : fait(),
        )
      })
    }
    archive.finalize()
  }
  const remplissage = remplir().catch((erreur: unknown) => {
    archive.destroy(erreur instanceof Error ? erreur : new Error('archive interrompue'))
    throw erreur
  })
  try {
    const comprime = createZstdCompress()
    const compression = pipeline(archive, comprime)
    const chiffre = await age.encrypt(Readable.toWeb(comprime) as ReadableStream<Uint8Array>)
    await Promise.all([
      remplissage,
      compression,
      pipeline(
        Readable.fromWeb(chiffre as unknown as FluxWeb),
        createWriteStream(partiel, { flags: 'wx', mode: 0o600 }),
      ),
    ])
    await rename(partiel, vers)
  } catch (erreur) {
    await remplissage.catch(() => {})
    await rm(partiel, { force: true })
    throw erreur
  }
}

const zstd = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])

/** Le flux décomprimé s'il l'était, d'après ses premiers octets. */
const decomprimer = async (source: Readable): Promise<Readable> => {
  const morceaux = source[Symbol.asyncIterator]()
  let debut = Buffer.alloc(0)
  while (debut.length < zstd.length) {
    const { done, value } = await morceaux.next()
    if (done) break
    debut = Buffer.concat([debut, value as Buffer])
  }
  const recousu = Readable.from(
    (async function* () {
      yield debut
      for await (const suite of { [Symbol.asyncIterator]: () => morceaux }) yield suite
    })(),
  )
  const sortie = debut.subarray(0, zstd.length).equals(zstd) ? createZstdDecompress() : new PassThrough()
  recousu.on('error', (erreur) => sortie.destroy(erreur))
  return recousu.pipe(sortie)
}

/** Relit l'archive, entrée par entrée. Une phrase fausse, un fichier coupé ou altéré : une phrase. */
export async function* lireArchive(depuis: string, phrase: string): AsyncGenerator<FichierArchive> {
  if (!(await stat(depuis).catch(() => undefined))?.isFile())
    throw new SauvegardeError(`Le fichier ${depuis} ne se lit pas.`)
  const { Decrypter } = await import('age-encryption')
  const age = new Decrypter()
  age.addPassphrase(phrase)
  const clair = await age
    .decrypt(Readable.toWeb(createReadStream(depuis)) as ReadableStream<Uint8Array>)
    .catch((erreur: unknown) => {
      throw new SauvegardeError(
        erreur instanceof Error && /no identity matched/.test(erreur.message)
          ? 'La phrase de passe n’ouvre pas cette sauvegarde.'
          : 'Ce fichier n’est pas une sauvegarde de Coforme, ou son début est abîmé.',
      )
    })
  const tar = extract()
  let flux: Readable | undefined
  try {
    flux = await decomprimer(Readable.fromWeb(clair as unknown as FluxWeb))
    flux.on('error', (erreur) => tar.destroy(erreur))
    flux.pipe(tar)
    for await (const entree of tar) {
      const morceaux: Buffer[] = []
      for await (const m of entree) morceaux.push(m as Buffer)
      yield { nom: entree.header.name, octets: Buffer.concat(morceaux) }
    }
  } catch (erreur) {
    if (erreur instanceof SauvegardeError) throw erreur
    throw new SauvegardeError('Cette sauvegarde est coupée ou altérée : rien n’a été restauré.')
  } finally {
    flux?.destroy()
  }
}
