/** Démonter un PDF que l’on ne croit pas : un fil à part, borné en temps et en mémoire. */
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { sources } from '#platform/pdf/lieux.ts'
import type { DemontagePdf, PdfDemonte } from './demonter.ts'
import { manqueDePlace } from './manque-de-place.ts'

export type RefusPdfLu = Refus<'pdf-illisible' | 'pdf-mot-de-passe' | 'pdf-trop-lourd'>

const chemin = join(sources, 'modules', 'facturation', 'lecture', 'pdf', 'ouvrier.ts')

export const bornesLecturePdf = {
  octets: 50_000_000,
  millisecondes: 20_000,
  memoire: 512 * 1024 * 1024,
} as const

export const lirePdf = (
  octets: Uint8Array,
  bornes: { readonly millisecondes: number; readonly memoire: number } = bornesLecturePdf,
): Promise<Result<PdfDemonte, RefusPdfLu>> =>
  new Promise((rendre) => {
    const trop = (quoi: string) =>
      refuser('pdf-trop-lourd', `Ce PDF est trop lourd à lire (${quoi}) : rien n’en est gardé.`)
    if (octets.length > bornesLecturePdf.octets) return rendre(trop('plus de 50 Mo'))
    const fil = new Worker(chemin, {
      workerData: { octets, memoire: bornes.memoire },
      resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 },
      env: { TZ: 'UTC' },
      stdout: true,
      stderr: true,
    })
    const finir = (r: Result<PdfDemonte, RefusPdfLu>) => {
      clearTimeout(echeance)
      void fil.terminate()
      rendre(r)
    }
    const echeance = setTimeout(() => finir(trop('trop long')), bornes.millisecondes)
    fil.once('message', (lu: DemontagePdf) => {
      if (!('refus' in lu)) return finir(ok(lu))
      finir(
        lu.refus === 'mot-de-passe'
          ? refuser('pdf-mot-de-passe', 'Ce PDF ne s’ouvre qu’avec un mot de passe : rien n’en est lu.')
          : lu.refus === 'piece-trop-lourde'
            ? trop('une pièce jointe de plus de 20 Mo')
            : refuser('pdf-illisible', 'Ce PDF ne se lit pas : son fichier est abîmé, ou n’en est pas un.'),
      )
    })
    fil.once('error', (erreur) =>
      finir(
        (erreur as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY' || manqueDePlace(erreur)
          ? trop('trop de mémoire')
          : refuser('pdf-illisible', 'Ce PDF ne se lit pas : son fichier est abîmé, ou n’en est pas un.'),
      ),
    )
  })
