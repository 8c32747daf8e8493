import { lireAPart } from './lire-a-part.ts'

/** Ce PDF, précédé d’un feuillet composé ici ; rien s’il ne se lit pas. Hors du fil des pages. */
export const precederPdf = async (
  feuillet: Uint8Array,
  octets: Uint8Array,
): Promise<Uint8Array | undefined> => {
  const lu = await lireAPart<Uint8Array | undefined, never>(['platform', 'fils', 'preceder.ouvrier.ts'], {
    feuillet,
    octets,
  })
  return lu.ok ? lu.value.fin : undefined
}
