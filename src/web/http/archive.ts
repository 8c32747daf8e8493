import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ecrireZip, type FichierZip } from '#platform/zip/zip.ts'

/**
 * Écrit une archive dans un fichier provisoire pendant que la transaction est ouverte, puis la rend au fil de l’eau et l’ôte : un
 * fichier à la fois tient en mémoire, l’archive jamais.
 */
export const repondreArchive = async (
  nom: string,
  fichiers: AsyncIterable<FichierZip>,
  le: Date,
): Promise<Response> => {
  const dossier = await mkdtemp(path.join(tmpdir(), 'coforme-archive-'))
  const oter = () => rm(dossier, { recursive: true, force: true })
  const chemin = path.join(dossier, 'archive.zip')
  try {
    await pipeline(Readable.from(ecrireZip(fichiers, le)), createWriteStream(chemin))
    const flux = createReadStream(chemin)
    flux.once('close', () => void oter())
    return new Response(Readable.toWeb(flux) as ReadableStream, {
      headers: {
        'content-type': 'application/zip',
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
