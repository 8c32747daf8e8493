import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { exempleCertificat } from '#modules/documents/test/exemple-certificat.ts'
import { createPdfRenderer } from '#platform/pdf/create-pdf-renderer.ts'
import { reunirPdf } from '#platform/pdf/reunir.ts'

const pdf = createPdfRenderer()
afterAll(() => pdf.close())
const noms = Array.from({ length: 12 }, (_, i) => `Pons (n° ${i}) \\ 3 0 R`)
const composer = (nom: string, i: number) =>
  pdf
    .render({
      gabarit: 'certificat-realisation.v1',
      donnees: {
        ...exempleCertificat,
        numero: `CR-2026-${i}`,
        beneficiaire: { ...exempleCertificat.beneficiaire, nom },
      },
      emisLe: new Date('2026-11-24T08:00:00Z'),
      verification: 'https://coforme.exemple.fr/verifier',
    })
    .then((r) => {
      if (!r.ok) throw new Error(r.error.phrase)
      return r.value.pdf
    })
const texte = (octets: Uint8Array, ...options: string[]) =>
  execFileSync('pdftotext', [...options, '-enc', 'UTF-8', '-', '-'], { input: octets }).toString()

describe('Douze certificats en un fichier', () => {
  it('garde les pages telles qu’elles furent figées, une par une, et leur balisage', async () => {
    const pieces: Uint8Array[] = []
    for (const [i, nom] of noms.entries()) pieces.push(await composer(nom, i))
    const uni = reunirPdf(pieces, { titre: 'Certificats, S-2026-0147', noms })
    if (process.env.COFORME_PDF_VERS) writeFileSync(`${process.env.COFORME_PDF_VERS}/reunis.pdf`, uni)
    expect(texte(uni)).toBe(pieces.map((p) => texte(p)).join(''))
    const info = execFileSync('pdfinfo', ['-'], { input: uni }).toString()
    expect(info).toMatch(/Title:\s+Certificats, S-2026-0147/)
    expect(info).toMatch(/Tagged:\s+yes/)
    expect(info).toMatch(/Pages:\s+12\b/)
    const arbre = execFileSync('pdfinfo', ['-struct-text', '-'], {
      input: uni,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    const un = execFileSync('pdfinfo', ['-struct-text', '-'], { input: pieces[0] ?? '' })
    expect(arbre.toString().match(/^Document/gm)).toHaveLength(12)
    for (const [i, nom] of noms.entries()) {
      expect(arbre.toString()).toContain(nom)
      expect(arbre.toString()).toContain(`CR-2026-${i}`)
    }
    expect(arbre.toString().split('\n').length).toBeGreaterThan(11 * un.toString().split('\n').length)
    // Lu par un autre lecteur, sans une faute.
    const fautes = execFileSync('pdftoppm', ['-r', '20', '-png', '-f', '12', '-l', '12', '-'], { input: uni })
    expect(fautes.length).toBeGreaterThan(500)
  }, 60_000)

  it('refuse ce qui n’est pas de sa main', () => {
    expect(() => reunirPdf([Buffer.from('%PDF-1.4 rien')], { titre: 't', noms: ['n'] })).toThrow(
      'PDF inattendu',
    )
  })
})
