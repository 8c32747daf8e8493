/** Aller chercher les images d'un import : dix à la fois, sous les yeux de qui le demande. */
import type { Id } from '#kernel/id.ts'
import type { PoleId } from '#modules/pole/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { reduireImage } from '#platform/images/reduire.ts'
import type { Recuperer } from '#platform/reseau/recuperer.ts'
import { ajouterImage, changerActualite, faireParaitre } from '../db/actualites.ecritures.ts'
import { lireActualite } from '../db/actualites.ts'
import { noterImage } from '../db/importations.ecritures.ts'
import type { ImageImportee } from '../db/importations.ts'

/** Images cherchées par geste : la page répond en quelques secondes, même si un site traîne. */
export const IMAGES_PAR_GESTE = 10

type Prise = ImageImportee &
  (
    | { readonly prise: true; readonly image: Parameters<typeof ajouterImage>[3] }
    | { readonly prise: false; readonly pourquoi: string }
  )

/** Les cherche et les refait, hors de toute transaction : bornées en taille et en temps, jamais sur un réseau privé. */
export const chercherImages = async (
  images: readonly ImageImportee[],
  recuperer: Recuperer,
): Promise<Prise[]> =>
  Promise.all(
    images.map(async (i): Promise<Prise> => {
      const recu = await recuperer(i.url, { millisecondes: 10_000 })
      if (!recu.ok) return { ...i, prise: false, pourquoi: recu.error.phrase }
      const refaite = await reduireImage(recu.value.octets)
      return refaite.ok
        ? { ...i, prise: true, image: refaite.value }
        : { ...i, prise: false, pourquoi: refaite.error.phrase }
    }),
  )

/** Pose chaque image à son actualité, en une version de plus ; parue telle quelle, elle reparaît avec. Rend combien. */
export const poserImages = async (
  tx: TenantTx,
  pole: PoleId,
  prises: readonly Prise[],
  par: string,
  le: Date,
): Promise<number> => {
  let posees = 0
  for (const p of prises) {
    const a = await lireActualite(tx, pole, p.actualite)
    if (!p.prise || !a || a.image) {
      await noterImage(tx, pole, p.actualite, 'laissee', p.prise ? 'Elle a déjà une image.' : p.pourquoi)
      continue
    }
    const id = newId<'Image'>(le) as Id<'Image'>
    await ajouterImage(tx, pole, id, p.image, le)
    const { titre, chapo, corps, etiquettes, sourceNom, sourceUrl } = a
    const contenu = { titre, chapo, corps, etiquettes, sourceNom, sourceUrl, image: id, imageAlt: p.alt }
    // Reprise entre-temps par quelqu'un, elle n'est pas touchée : l'image attend le geste suivant.
    if (!(await changerActualite(tx, pole, a.id, a.version, contenu, par, le))) continue
    if (a.paraitreLe && !a.retireeLe && a.parueVersion === a.version)
      await faireParaitre(tx, pole, { ...a, version: a.version + 1 }, a.paraitreLe, le)
    await noterImage(tx, pole, p.actualite, 'prise')
    posees += 1
  }
  return posees
}
