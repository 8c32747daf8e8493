import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { lireAPart, type RefusAPart } from './lire-a-part.ts'
import { aSonTour } from './tour.ts'

/** Ce PDF, précédé d’un feuillet composé ici, ou pourquoi il ne se fait pas. Hors du fil des pages, à son tour (`aSonTour`). */
export const precederPdf = async (
  feuillet: Uint8Array,
  octets: Uint8Array,
): Promise<Result<Uint8Array, RefusAPart | Refus<'occupe'>>> => {
  const lu = await aSonTour(() =>
    lireAPart<Uint8Array | undefined, never>(['platform', 'fils', 'preceder.ouvrier.ts'], {
      feuillet,
      octets,
    }),
  )
  if (lu === 'occupe')
    return refuser('occupe', 'Trop de documents se composent en même temps : recommencez dans une minute.')
  if (!lu.ok) return lu
  return lu.value.fin
    ? ok(lu.value.fin)
    : refuser(
        'illisible',
        'Ce PDF ne se lit plus : demandez une autre version à la coopérative qui l’a déposé.',
      )
}
