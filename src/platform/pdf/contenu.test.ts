import { describe, expect, it } from 'vitest'
import { recoderContenu } from './contenu.ts'

const recrit = (dessin: string): string =>
  Buffer.from(recoderContenu(Buffer.from(dessin, 'latin1'), () => undefined, false)).toString('latin1')

describe('les nombres d’un dessin', () => {
  it('gardent le centième au-delà de dix, et quatre chiffres utiles en deçà', () =>
    expect(recrit('123.456789 0 0 1.23456 12.3456 0 cm')).toBe('123.46 0 0 1.235 12.35 0 cm'))
  it('ont leurs quatre chiffres utiles, si petits soient-ils : l’échelle d’un logo à grandes unités', () =>
    expect(recrit('0.005264342 0 0 0.0005264342 0 0 cm 0.00001234567 w')).toBe(
      '.005264 0 0 .0005264 0 0 cm .00001235 w',
    ))
})
