import fc from 'fast-check'
import decodeQR from 'qr/decode.js'
import { expect, it } from 'vitest'
import { lignesQr } from './qr.ts'

/** L’image que verrait un téléphone : quatre points par module, quatre modules de bord. */
const photographier = (lignes: readonly string[]) => {
  const [pas, bord] = [4, 4]
  const cote = (lignes.length + 2 * bord) * pas
  const data = new Uint8ClampedArray(cote * cote * 4).fill(255)
  for (let y = 0; y < cote; y++)
    for (let x = 0; x < cote; x++)
      if (lignes[Math.floor(y / pas) - bord]?.[Math.floor(x / pas) - bord] === '1')
        data.fill(0, (y * cote + x) * 4, (y * cote + x) * 4 + 3)
  return { width: cote, height: cote, data }
}

it('se relit tel qu’écrit, accents et flèches compris', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.webUrl(),
        fc.string({ unit: fc.constantFrom(...'aéœŸ’→ع0:/?&'), minLength: 1, maxLength: 80 }),
      ),
      (texte) => {
        const lignes = lignesQr(texte)
        expect(new Set(lignes.map((l) => l.length))).toEqual(new Set([lignes.length]))
        expect(decodeQR(photographier(lignes))).toBe(texte)
      },
    ),
    { numRuns: 60 },
  )
})
