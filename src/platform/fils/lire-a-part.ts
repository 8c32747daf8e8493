/**
 * Lire hors du fil des pages ce qui vient du dehors. Un fil à part, sans base ni réseau, borné en temps et en mémoire : un fichier fait
 * pour coûter n’arrête que lui. Le résultat revient par lots, que les pages reçoivent entre deux demandes.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { sources } from '#platform/pdf/lieux.ts'

export type Bornes = {
  readonly millisecondes: number
  /** Mégaoctets du fil, au plus. */
  readonly memoire: number
}
const bornesParDefaut: Bornes = { millisecondes: 20_000, memoire: 512 }

export type RefusAPart = Refus<'trop-long' | 'trop-lourd' | 'illisible' | 'renonce'>

/** La demande pour qui l’on lit : qui l’a faite y renonce (page fermée, « Renoncer »), et le fil s’arrête. Hors d’une page, aucune. */
export const demandeServie = new AsyncLocalStorage<AbortSignal>()

/** Ce qu’un fil rend : un résumé, puis des éléments par lots. */
export type Message<R, E> = { readonly lot: readonly E[] } | { readonly fin: R }

/** Lance ce fil (chemin depuis `src/`) sur ces données, et réunit ce qu’il rend. */
export const lireAPart = <R, E>(
  ouvrier: readonly string[],
  workerData: unknown,
  bornes: Bornes = bornesParDefaut,
): Promise<Result<{ readonly fin: R; readonly elements: readonly E[] }, RefusAPart>> =>
  new Promise((rendre) => {
    const fil = new Worker(join(sources, ...ouvrier), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: bornes.memoire, maxYoungGenerationSizeMb: 32 },
      env: { TZ: 'UTC' },
      stdout: true,
      stderr: true,
    })
    const elements: E[] = []
    const demande = demandeServie.getStore()
    const finir = (r: Parameters<typeof rendre>[0]) => {
      clearTimeout(echeance)
      demande?.removeEventListener('abort', renoncer)
      void fil.terminate()
      rendre(r)
    }
    const trop = (code: 'trop-long' | 'trop-lourd') =>
      finir(refuser(code, 'Ce fichier est trop lourd à lire\u00a0: rien n’en est gardé. Coupez-le en deux.'))
    const renoncer = () => finir(refuser('renonce', 'La lecture est arrêtée\u00a0: rien n’en est gardé.'))
    const echeance = setTimeout(() => trop('trop-long'), bornes.millisecondes)
    if (demande?.aborted) return renoncer()
    demande?.addEventListener('abort', renoncer, { once: true })
    fil.on('message', (m: Message<R, E>) => {
      if ('fin' in m) return finir(ok({ fin: m.fin, elements }))
      for (const e of m.lot) elements.push(e)
      // Le lot suivant après un tour : les pages passent entre deux.
      setImmediate(() => fil.postMessage('suite'))
    })
    fil.once('error', (erreur) =>
      (erreur as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? trop('trop-lourd')
        : finir(refuser('illisible', 'Ce fichier ne se lit pas\u00a0: rien n’en est gardé.')),
    )
  })
