import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ecrireZip, type FichierZip } from '#platform/zip/zip.ts'

/**
 * Rend une archive qu’`ecrire` pose dans un fichier provisoire, au fil de l’eau, puis l’ôte. `ecrire` rend une réponse quand il n’y a
 * rien à rendre : c’est elle qui part.
 */
export const rendreArchive = async (
  nom: string,
  ecrire: (chemin: string) => Promise<Response | undefined>,
): Promise<Response> => {
  const dossier = await mkdtemp(path.join(tmpdir(), 'coforme-archive-'))
  const oter = () => rm(dossier, { recursive: true, force: true })
  const chemin = path.join(dossier, 'archive.zip')
  try {
    const autre = await ecrire(chemin)
    if (autre) {
      await oter()
      return autre
    }
    const { size } = await stat(chemin)
    const flux = createReadStream(chemin)
    flux.once('close', () => void oter())
    return new Response(Readable.toWeb(flux) as ReadableStream, {
      headers: {
        'content-type': 'application/zip',
        'content-length': String(size),
        'content-disposition': `attachment; filename="${nom.replace(/[^a-z0-9-]+/gi, '-')}.zip"`,
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
      },
    })
  } catch (erreur) {
    await oter()
    throw erreur
  }
}

/** L’archive de ces fichiers, écrite pendant que la transaction est ouverte : un à la fois tient en mémoire, elle jamais. */
export const repondreArchive = (
  nom: string,
  fichiers: AsyncIterable<FichierZip>,
  le: Date,
): Promise<Response> =>
  rendreArchive(nom, async (chemin) => {
    await pipeline(Readable.from(ecrireZip(fichiers, le)), createWriteStream(chemin))
    return undefined
  })
