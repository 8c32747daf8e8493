import { reduireImage } from '#platform/images/reduire.ts'
import type { SystemJobHandler } from '#platform/jobs/jobs.ts'
import { photoRefaite, photosARefaire } from '../db/biens-portes.ts'
import type { PhotoId } from '../domain/biens.ts'

/**
 * Une nuit, les photographies de biens déposées avant que l’image soit refaite : sans lieu, ni appareil, ni auteur. Vide ensuite. Chacune dans sa
 * transaction : interrompue, elle reprend à celle qui reste. Une image qui ne se lit pas, ou que le dépôt ne rend pas, reste à sa coopérative, qui
 * seule la voit et l’ôte ; les suivantes se refont.
 */
export const refaireLesPhotos: SystemJobHandler = async (_payload, { db, log, storage }) => {
  let apres: PhotoId | null = null
  let [refaites, illisibles, echouees] = [0, 0, 0]
  for (;;) {
    const [p] = await db.withoutTenant((tx) => photosARefaire(tx, apres, 1))
    if (!p) break
    apres = p.photo
    try {
      // Les octets ne s’ouvrent que sous la coopérative à qui ils sont.
      const oter = await db.withTenant({ genre: 'tache', organisme: p.organisme }, async (tx) => {
        const fichier = await storage.get(tx, p.empreinte)
        const refaite = fichier && (await reduireImage(fichier.octets))
        if (!refaite?.ok) return undefined
        const { empreinte } = await storage.put(tx, refaite.value.grande, 'image/webp')
        return photoRefaite(tx, p, empreinte)
      })
      if (oter) await storage.forget(p.organisme, oter)
      if (oter) refaites += 1
      else illisibles += 1
    } catch (erreur) {
      echouees += 1
      log.error('photographie-non-refaite', erreur, { organisme: p.organisme, photo: p.photo })
    }
  }
  if (refaites + illisibles + echouees > 0)
    log.info('photographies-refaites', { refaites, illisibles, echouees })
}
