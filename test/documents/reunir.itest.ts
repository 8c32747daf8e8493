import { writeFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { exempleCertificat } from '#modules/documents/test/exemple-certificat.ts'
import { createPdfRenderer } from '#platform/pdf/create-pdf-renderer.ts'
import { reunirPdf } from '#platform/pdf/reunir.ts'
import {
  annoncesDuPdf,
  aspectDuPdf,
  balisageDuPdf,
  dessinsDuPdf,
  jointsDuPdf,
  pagesDuPdf,
  policesDuPdf,
} from './lire-pdf.ts'

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
describe('Douze certificats en un fichier', () => {
  it('garde les pages telles qu’elles furent figées, une par une, et leur balisage', async () => {
    const pieces: Uint8Array[] = []
    for (const [i, nom] of noms.entries()) pieces.push(await composer(nom, i))
    const uni = reunirPdf(pieces, { titre: 'Certificats, S-2026-0147', noms })
    if (process.env.COFORME_PDF_VERS) writeFileSync(`${process.env.COFORME_PDF_VERS}/reunis.pdf`, uni)
    expect(pagesDuPdf(uni)).toEqual(pieces.flatMap(pagesDuPdf))
    // Lu et dessiné par un autre lecteur.
    const { derniere, ...aspect } = aspectDuPdf(uni)
    expect(aspect).toEqual({ titre: 'Certificats, S-2026-0147', balise: true, pages: 12 })
    expect(derniere.length).toBeGreaterThan(500)
    // Archivable et accessible comme chacune ; une police de chaque nom, les douze images de vérification, nulle pièce jointe.
    expect(annoncesDuPdf(uni)).toEqual(annoncesDuPdf(pieces[0] ?? new Uint8Array()))
    expect(policesDuPdf(uni)).toEqual([...new Set(pieces.flatMap(policesDuPdf))].toSorted())
    expect(jointsDuPdf(uni)).toEqual({})
    expect(dessinsDuPdf(uni)).toEqual(pieces.flatMap(dessinsDuPdf))
    const arbre = balisageDuPdf(uni)
    expect(arbre.filter((l) => l.trim() === 'Document')).toHaveLength(12)
    // Chaque élément mène à la page de sa pièce : le balisage de la n-ième est celui d'une seule, reporté à la page n.
    const seul = balisageDuPdf(pieces[0] ?? new Uint8Array()).map((l) => l.trim())
    expect(seul.some((l) => l.endsWith(' p0'))).toBe(true)
    const attendu = noms.flatMap((_, i) => seul.map((l) => l.replace(/ p0$/, ` p${i}`)))
    expect(arbre.map((l) => l.trim()).slice(-attendu.length)).toEqual(attendu)
  })

  it('refuse ce qui n’est pas de sa main', () => {
    expect(() => reunirPdf([Buffer.from('%PDF-1.4 rien')], { titre: 't', noms: ['n'] })).toThrow(
      'PDF inattendu',
    )
  })
})
