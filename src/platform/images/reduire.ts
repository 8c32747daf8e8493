import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'

/** Pixels décodés au plus : au-delà, une image de quelques kilo-octets occuperait des gigaoctets de mémoire. */
export const PIXELS_MAX = 40_000_000
/** Octets servis au plus, par image (contrat des pages publiques). */
export const OCTETS_MAX = 61_440

/** libvips, à la première image : une douzaine de Mio que la plupart des instances ne portent jamais (mesuré). */
const chargerSharp = async () => {
  const { default: sharp } = await import('sharp')
  // Les seuls lecteurs admis : le reste de libvips (SVG, TIFF, HEIF, GIF…) n'est pas atteignable, quoi que disent les octets.
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer'] })
  sharp.cache(false)
  sharp.concurrency(1)
  return sharp
}
let charge: ReturnType<typeof chargerSharp> | undefined
const ouvrirSharp = () => {
  charge ??= chargerSharp()
  return charge
}

export type ImageReduite = {
  readonly largeur: number
  readonly hauteur: number
  /** WebP, 1 280 points de large au plus. */
  readonly grande: Uint8Array
  /** WebP, 480 points de large au plus. */
  readonly petite: Uint8Array
}
export type RefusImage = Refus<'illisible' | 'trop-de-pixels'>

const encoder = async (octets: Uint8Array, largeurs: readonly number[]) => {
  const sharp = await ouvrirSharp()
  for (const largeur of largeurs)
    for (const quality of [80, 68, 55, 42]) {
      const { data, info } = await sharp(octets, { limitInputPixels: PIXELS_MAX, failOn: 'error' })
        // L'orientation est appliquée, puis part avec toutes les métadonnées : lieu, appareil, auteur.
        .autoOrient()
        .resize({ width: largeur, height: largeur * 2, fit: 'inside', withoutEnlargement: true })
        .webp({ quality })
        .toBuffer({ resolveWithObject: true })
      if (data.length <= OCTETS_MAX) return { octets: new Uint8Array(data), ...info }
    }
  return undefined
}

/** Refait l'image, deux fois, sans métadonnée et sous 60 Ko. Les octets viennent du dehors : tout refus est une phrase. */
export const reduireImage = async (octets: Uint8Array): Promise<Result<ImageReduite, RefusImage>> => {
  const illisible = () =>
    refuser(
      'illisible',
      'Cette image ne se lit pas. Enregistrez-la en JPEG ou en PNG, puis envoyez-la de nouveau.',
    )
  const sharp = await ouvrirSharp()
  try {
    const { width, height } = await sharp(octets, { limitInputPixels: false }).metadata()
    const pixels = width * height
    if (pixels > PIXELS_MAX)
      return refuser(
        'trop-de-pixels',
        `Cette image compte ${Math.round(pixels / 1_000_000)}\u00a0millions de pixels, et l’on en lit ${PIXELS_MAX / 1_000_000} au plus. Réduisez-la, puis envoyez-la de nouveau.`,
      )
    const grande = await encoder(octets, [1280, 960, 640, 480])
    const petite = await encoder(octets, [480, 320])
    if (!grande || !petite) return illisible()
    return ok({ largeur: grande.width, hauteur: grande.height, grande: grande.octets, petite: petite.octets })
  } catch {
    return illisible()
  }
}
