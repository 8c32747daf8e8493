/**
 * Ce qu’un flux donne, octet pour signe (latin1) ; rien s’il dépasse `max` octets : on cesse alors de le lire, sans attendre sa fin.
 */
export const lireBorne = async (
  flux: AsyncIterable<Uint8Array | string>,
  max: number,
): Promise<string | undefined> => {
  const morceaux: Buffer[] = []
  let lus = 0
  for await (const morceau of flux) {
    const octets = typeof morceau === 'string' ? Buffer.from(morceau, 'latin1') : Buffer.from(morceau)
    lus += octets.byteLength
    if (lus > max) return undefined
    morceaux.push(octets)
  }
  return Buffer.concat(morceaux).toString('latin1')
}
