import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lireTableau } from '#platform/csv/lire-csv.ts'
import { ecrireXlsx, zip } from './ecrire-xlsx.ts'
import { lireXlsx, XlsxIllisible } from './lire-xlsx.ts'

const bornes = { lignes: 100, colonnes: 20, cellule: 5_000 }

describe('lire un classeur', () => {
  it('rend textes, nombres, montants et dates comme un tableur français les écrit, chacun à son rang', () => {
    const octets = ecrireXlsx([
      {
        nom: 'Liste',
        lignes: [
          ['Nom', 'SIRET', 'Prix', 'Le', 'À'],
          [],
          [
            'L’Été & co',
            73282932000074,
            { genre: 'montant', valeur: 1400.5 },
            { genre: 'quand', iso: '2026-11-24' },
            { genre: 'quand', iso: '2026-11-24T14:15' },
          ],
        ],
      },
      { nom: 'Autre', lignes: [['non lue']] },
    ])
    expect(lireXlsx(octets, bornes)).toEqual([
      { ligne: 1, cellules: ['Nom', 'SIRET', 'Prix', 'Le', 'À'] },
      { ligne: 3, cellules: ['L’Été & co', '73282932000074', '1400,5', '24/11/2026', '24/11/2026 14:15'] },
    ])
  })

  it('ce que l’on écrit se relit', () =>
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.string({ maxLength: 8 }), { minLength: 1, maxLength: 6 }), {
          minLength: 1,
          maxLength: 10,
        }),
        (lignes) => {
          const lu = lireXlsx(ecrireXlsx([{ nom: 'F', lignes }]), bornes)
          for (const { ligne, cellules } of lu)
            expect(cellules).toEqual((lignes[ligne - 1] ?? []).map((t) => t.trim()).slice(0, cellules.length))
        },
      ),
      { numRuns: 60 },
    ))

  const classeur = (feuille: string, styles = '') =>
    zip(
      Object.entries({
        'xl/workbook.xml':
          '<workbook xmlns:r="r"><sheets><sheet name="Cachée" state="hidden" r:id="a"/><sheet name="Vue" r:id="b"/></sheets></workbook>',
        'xl/_rels/workbook.xml.rels':
          '<Relationships><Relationship Id="a" Target="worksheets/x.xml"/><Relationship Id="b" Target="/xl/worksheets/y.xml"/></Relationships>',
        'xl/worksheets/y.xml': `<worksheet><sheetData>${feuille}</sheetData></worksheet>`,
        'xl/sharedStrings.xml':
          '<sst><si><r><t>Mar</t></r><r><t>tin</t></r><rPh><t>phonétique</t></rPh></si></sst>',
        'xl/styles.xml': styles,
      }).map(([nom, t]) => ({ nom, octets: Buffer.from(t) })),
    )

  it('prend la première feuille visible, les textes partagés, une formule par sa valeur, un format de date écrit à la main', () => {
    const octets = classeur(
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="str"><f>1+1</f><v>deux</v></c><c r="D1" s="1"><v>46350</v></c><c r="E1" s="1"><v>0.5</v></c><c r="F1" t="b"><v>1</v></c><c r="G1" t="e"><v>#REF!</v></c></row>',
      '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="[$-40C]jj/mm/aaaa"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>',
    )
    expect(lireXlsx(octets, bornes)).toEqual([
      { ligne: 1, cellules: ['Martin', '', 'deux', '24/11/2026', '12:00', 'oui', ''] },
    ])
  })

  it.each([
    ['des rangs qui reculent', '<row r="2"/><row r="1"/>'],
    ['un rang hors de toute feuille', '<row r="99999999999"/>'],
    ['un XML cassé', '<row'],
  ])('%s : refusé d’une phrase', (_, feuille) => {
    const octets = classeur(feuille)
    expect(() => lireXlsx(octets, bornes)).toThrow(XlsxIllisible)
    expect(lireTableau(octets)).toMatchObject({ ok: false, error: { code: 'csv-illisible' } })
  })

  it('une archive qui se déplierait sans fin s’arrête à la borne', () => {
    const lourd = ecrireXlsx([
      { nom: 'F', lignes: Array.from({ length: 4_000 }, () => ['x'.repeat(32_000)]) },
    ])
    expect(() => lireXlsx(lourd, bornes)).toThrow('trop lourd')
  })

  it('quels que soient les octets, un classeur se lit ou se refuse, sans panne', () => {
    const sain = ecrireXlsx([
      {
        nom: 'F',
        lignes: [
          ['a', 'b'],
          ['c', 'd'],
        ],
      },
    ])
    fc.assert(
      fc.property(fc.nat(sain.length - 1), fc.nat(255), (ou, octet) => {
        const abime = Uint8Array.from(sain)
        abime[ou] = octet
        const r = lireTableau(abime)
        expect(r.ok || r.error.phrase !== '').toBe(true)
      }),
    )
  })
})
