import { crc32, inflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Cellule, ecrireXlsx } from './ecrire-xlsx.ts'

/** Lit une archive par son répertoire central, comme un tableur : chaque entrée doit s’y retrouver intacte. */
const ouvrir = (octets: Uint8Array): Map<string, string> => {
  const b = Buffer.from(octets)
  const fin = b.length - 22
  expect(b.readUInt32LE(fin)).toBe(0x06054b50)
  const entrees = new Map<string, string>()
  let p = b.readUInt32LE(fin + 16)
  for (let i = 0; i < b.readUInt16LE(fin + 10); i += 1) {
    expect(b.readUInt32LE(p)).toBe(0x02014b50)
    const [taille, longueur, ou] = [b.readUInt32LE(p + 20), b.readUInt16LE(p + 28), b.readUInt32LE(p + 42)]
    const nom = b.toString('utf8', p + 46, p + 46 + longueur)
    expect(b.readUInt32LE(ou)).toBe(0x04034b50)
    const debut = ou + 30 + b.readUInt16LE(ou + 26) + b.readUInt16LE(ou + 28)
    const contenu = inflateRawSync(b.subarray(debut, debut + taille))
    expect(crc32(contenu)).toBe(b.readUInt32LE(p + 16))
    entrees.set(nom, contenu.toString('utf8'))
    p += 46 + longueur + b.readUInt16LE(p + 30) + b.readUInt16LE(p + 32)
  }
  return entrees
}

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
