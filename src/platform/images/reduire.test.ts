import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { OCTETS_MAX, reduireImage } from './reduire.ts'

/** Du bruit : ce qui se compresse le moins. */
const bruit = (largeur: number, hauteur: number) => {
  let graine = 7
  const octets = Buffer.alloc(largeur * hauteur * 3)
  for (let i = 0; i < octets.length; i += 1) {
    graine = (graine * 1103515245 + 12345) & 0x7fffffff
    octets[i] = graine >> 16
  }
  return sharp(octets, { raw: { width: largeur, height: hauteur, channels: 3 } })
}

describe('une image reçue', () => {
  it('est refaite, deux fois, sous 60 Ko, sans le lieu ni l’appareil', async () => {
    const recue = await bruit(1600, 1200)
      .jpeg({ quality: 90 })
      .withExif({ IFD0: { Make: 'Appareil', Copyright: 'Soraya' }, IFD3: { GPSLatitudeRef: 'N' } })
      .toBuffer()
    expect(recue.includes('Soraya')).toBe(true)
    const r = await reduireImage(recue)
    if (!r.ok) throw new Error(r.error.phrase)
    for (const octets of [r.value.grande, r.value.petite]) {
      expect(octets.length).toBeLessThanOrEqual(OCTETS_MAX)
      const m = await sharp(octets)
        .metadata()
        .catch(() => undefined)
      // Nos lecteurs n’ouvrent que le JPEG et le PNG : le WebP se reconnaît à ses octets.
      expect(m).toBeUndefined()
      expect(Buffer.from(octets).subarray(8, 12).toString()).toBe('WEBP')
      expect(Buffer.from(octets).includes('Soraya')).toBe(false)
      expect(Buffer.from(octets).includes('EXIF')).toBe(false)
    }
    expect(r.value.largeur).toBeLessThanOrEqual(1280)
    expect(r.value.hauteur / r.value.largeur).toBeCloseTo(0.75, 1)
  })
  it('de cinquante millions de pixels est refusée par une phrase qui le dit', async () => {
    const bombe = await sharp({ create: { width: 10_000, height: 5_000, channels: 3, background: '#fff' } })
      .png({ compressionLevel: 9 })
      .toBuffer()
    expect(bombe.length).toBeLessThan(1_000_000)
    const r = await reduireImage(bombe)
    expect(r).toMatchObject({ ok: false, error: { code: 'trop-de-pixels' } })
    expect(!r.ok && r.error.phrase).toContain('50\u00a0millions')
  })
  it.each([
    [
      'un SVG à script',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    ],
    ['un PNG coupé', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['du texte', Buffer.from('bonjour')],
    ['rien', Buffer.alloc(0)],
  ])('%s ne se lit pas', async (_nom, octets) => {
    expect(await reduireImage(octets)).toMatchObject({ ok: false, error: { code: 'illisible' } })
  })
})
