import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { sources } from '#platform/pdf/lieux.ts'
import type { Fenetre, Occupe } from './etaler.ts'

export type RefusAgenda = Refus<'agenda-illisible' | 'agenda-trop-lourd'>

const chemin = join(sources, 'platform', 'agenda', 'ouvrier.ts')

/**
 * Ce qui occupe, dans un fichier iCalendar que l'on ne croit pas. Un fil à part, borné en temps et en mémoire : une règle de répétition
 * impossible tourne sans fin, et ne doit arrêter que lui.
 */
export const lireOccupe = (
  octets: Uint8Array,
  fenetre: Fenetre,
  { millisecondes = 5_000 } = {},
): Promise<Result<readonly Occupe[], RefusAgenda>> =>
  new Promise((rendre) => {
    const texte = new TextDecoder().decode(octets).replace(/^\ufeff/, '')
    if (!/^\s*BEGIN:VCALENDAR/i.test(texte))
      return rendre(
        refuser('agenda-illisible', 'Cette adresse ne donne pas un agenda (un fichier iCalendar, « .ics »).'),
      )
    const fil = new Worker(chemin, {
      workerData: { texte, fenetre },
      resourceLimits: { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 32 },
      env: { TZ: 'UTC' },
    })
    const finir = (r: Result<readonly Occupe[], RefusAgenda>) => {
      clearTimeout(echeance)
      void fil.terminate()
      rendre(r)
    }
    const trop = () =>
      finir(refuser('agenda-trop-lourd', 'Cet agenda est trop long à lire : rien n’en est gardé.'))
    const echeance = setTimeout(trop, millisecondes)
    fil.once('message', (lues: readonly Occupe[]) => finir(ok(lues)))
    fil.once('error', (erreur) =>
      (erreur as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? trop()
        : finir(refuser('agenda-illisible', 'Cet agenda ne se lit pas : rien n’en est gardé.')),
    )
  })
