import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ouvrirXlsx as ouvrir } from '../../../test/documents/lire-xlsx.ts'
import { type Cellule, ecrireXlsx } from './ecrire-xlsx.ts'

it('un classeur s’ouvre, nomme ses feuilles et garde ses nombres', () => {
  const entrees = ouvrir(
    ecrireXlsx([
      {
        nom: 'Cases',
        lignes: [
          ['case', 'euros'],
          ['C.1', 2250.5],
        ],
      },
      { nom: 'Preuves & co', lignes: [['qui'], ['=HYPERLINK("x")']] },
    ]),
  )
  expect(entrees.get('xl/workbook.xml')).toContain('name="Preuves &amp; co"')
  expect(entrees.get('xl/worksheets/sheet1.xml')).toContain('<c r="B2"><v>2250.5</v></c>')
  // Un texte qui commence comme une formule reste un texte.
  expect(entrees.get('xl/worksheets/sheet2.xml')).toContain(
    't="inlineStr"><is><t xml:space="preserve">=HYPERLINK',
  )
})

it('aucun texte ne casse le document, et chacun s’y relit', () =>
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 12 }), { maxLength: 12 }), (textes) => {
      const lignes: Cellule[][] = textes.map((t) => [t])
      const feuille = ouvrir(ecrireXlsx([{ nom: 'F', lignes }])).get('xl/worksheets/sheet1.xml') ?? ''
      // biome-ignore lint/suspicious/noControlCharactersInRegex: ce sont eux qui n’ont pas le droit d’y être
      expect(feuille).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/)
      expect(feuille.match(/<t /g)?.length ?? 0).toBe(textes.filter((t) => t !== '').length)
      expect(feuille.replace(/<[^<>]*>/g, '')).not.toMatch(/[<>]/)
    }),
    { numRuns: 40 },
  ))
