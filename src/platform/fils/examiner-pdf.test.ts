import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { plusLongTravail } from '../../../test/fuzz/plus-long-travail.ts'
import { pdfDEssai } from '../../../test/pdf-d-essai.ts'
import { examinerPdf } from './examiner-pdf.ts'

const octets = (t: string) => new Uint8Array(Buffer.from(t, 'latin1'))
const flux = (contenu: string, dico = '') => {
  const z = deflateSync(Buffer.from(contenu, 'latin1')).toString('latin1')
  return `<<${dico}/Filter/FlateDecode/Length ${z.length}>>stream\n${z}\nendstream`
}
/** Le même objet, caché dans un flux d’objets compressé : rien n’en paraît en clair. */
const cache = (objet: string) => `5 0 obj${flux(`4 0 ${objet}`, '/Type/ObjStm/N 1/First 4')}endobj
6 0 obj<</Type/Annot/A 4 0 R>>endobj`

describe('un PDF reçu', () => {
  it('qui ne fait que se lire passe, une facture électronique aussi', async () => {
    expect(await examinerPdf(octets(pdfDEssai()))).toBe('sain')
    expect(
      await examinerPdf(octets(pdfDEssai('4 0 obj(Le /JSON, le /Launch, le /JavaScript se lisent)endobj'))),
    ).toBe('sain')
    const facture = `4 0 obj<</Type/Filespec/F(factur-x.xml)/EF<</F 5 0 R>>>>endobj
5 0 obj${flux('<?xml version="1.0"?><a/>', '/Type/EmbeddedFile')}endobj`
    expect(
      await examinerPdf(octets(pdfDEssai(facture, '/Names<</EmbeddedFiles<</Names[(f)4 0 R]>>>>'))),
    ).toBe('sain')
    // Une pièce de Coforme porte ses données : une autre coopérative la reçoit.
    const piece = facture
      .replace('factur-x.xml', 'donnees.json')
      .replace(
        flux('<?xml version="1.0"?><a/>', '/Type/EmbeddedFile'),
        flux('{"gabarit":"facture.v1"}', '/Type/EmbeddedFile'),
      )
    expect(await examinerPdf(octets(pdfDEssai(piece, '/Names<</EmbeddedFiles<</Names[(f)4 0 R]>>>>')))).toBe(
      'sain',
    )
  })
  it.each([
    ['un script', '4 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj', ''],
    ['un script au nom chiffré', '4 0 obj<</S/J#61vaScript/J#53(app.alert(1))>>endobj', ''],
    ['un script dans un flux compressé', cache('<</S/JavaScript/JS(app.alert(1))>>'), ''],
    ['un lancement', '4 0 obj<</S/Launch/F(cmd.exe)>>endobj', ''],
    ['une adresse appelée à l’ouverture', '', '/OpenAction<</S/URI/URI(https://a.example)>>'],
    ['un formulaire à script', '', '/AcroForm<</XFA(x)>>'],
    ['un envoi', '4 0 obj<</Type/Annot/A<</S/SubmitForm/F(https://a.example)>>>>endobj', ''],
    [
      'un programme joint',
      `4 0 obj<</Type/Filespec/F(a.xml)/EF<</F 5 0 R>>>>endobj\n5 0 obj${flux('MZ programme')}endobj`,
      '/Names<</EmbeddedFiles<</Names[(f)4 0 R]>>>>',
    ],
    [
      'un programme qui commence comme des données',
      `4 0 obj<</Type/Filespec/F(a.json)/EF<</F 5 0 R>>>>endobj\n5 0 obj${flux('{"a":1};lancer()')}endobj`,
      '/Names<</EmbeddedFiles<</Names[(f)4 0 R]>>>>',
    ],
    ['des contenus animés', '4 0 obj<</Type/Annot/Subtype/RichMedia>>endobj', ''],
  ])('qui porte %s ne passe pas', async (_titre, plus, catalogue) => {
    expect(await examinerPdf(octets(pdfDEssai(plus, catalogue)))).toBe('actif')
  })
  it('qui n’en est pas un, ou dont la fin manque, ne passe pas', async () => {
    for (const t of [
      '%PDF-1.7',
      '%PDF-1.7\n<< /Type /Catalog >>\n%%EOF\n',
      `%PDF-1.7\n${'\u0000'.repeat(4_000)}`,
    ])
      expect(await examinerPdf(octets(t)), t.slice(0, 40)).toBe('illisible')
  })
  it('qui se gonfle mille fois en s’ouvrant n’arrête que son fil', async () => {
    // Cinquante mégaoctets de blancs, déflatés deux fois : quelques centaines d’octets.
    const blancs = deflateSync(deflateSync(Buffer.alloc(50_000_000, ' ')))
    const bombe = `4 0 obj<</Type/ObjStm/N 1/First 4/Filter[/FlateDecode/FlateDecode]/Length ${blancs.length}>>stream
${blancs.toString('latin1')}
endstream endobj
5 0 obj<</Type/Annot/A 9 0 R>>endobj`
    expect(bombe.length).toBeLessThan(50_000)
    const { rendu, max } = await plusLongTravail(() => examinerPdf(octets(pdfDEssai(bombe))))
    expect(max).toBeLessThan(50)
    expect(rendu).not.toBe('actif')
  })
  it('reçus à dix ensemble, ils passent deux à la fois ; au-delà de quarante en attente, on le dit', async () => {
    const rendus = await Promise.all(Array.from({ length: 45 }, () => examinerPdf(octets(pdfDEssai()))))
    expect(rendus.filter((r) => r === 'sain')).toHaveLength(42)
    expect(rendus.filter((r) => r === 'occupe')).toHaveLength(3)
  })
})
