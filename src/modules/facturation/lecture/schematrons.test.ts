/** Nos règles face aux schématrons officiels : d’un fichier juste, une chose changée à la fois. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lireOctetsXml } from '#platform/xml/lire-xml.ts'
import { ecrireCii } from '../domain/electronique/ecrire-cii.ts'
import { reglesRompues, toutesLesRegles } from '../domain/electronique/verifier.ts'
import { exemple } from '../test/exemple-electronique.ts'
import { jouer, numeroDeRegle } from '../test/schematrons.ts'
import { lireCii } from './lire-cii.ts'

const cii = readFileSync(
  join(import.meta.dirname, '../test/schematrons/CII_example2_exoneration-E.xml'),
  'utf8',
)
const notres = new Set(toutesLesRegles.map((r) => r.id))

const denous = (xml: string): readonly string[] => {
  const lu = lireOctetsXml(Buffer.from(xml))
  if (!lu.ok) throw new Error(lu.error.phrase)
  return [...new Set(reglesRompues(lireCii(lu.value)).map((r) => r.id))].toSorted()
}
const deux = (xml: string): readonly string[] =>
  [
    ...new Set(
      jouer('en', xml)
        .map(numeroDeRegle)
        .filter((id) => notres.has(id)),
    ),
  ].toSorted()

const sans = (element: string) => cii.replace(new RegExp(`<ram:${element}>[^<]*</ram:${element}>`), '')
const changer = (de: string, vers: string) => {
  if (!cii.includes(de)) throw new Error(`« ${de} » n’y est pas`)
  return cii.replaceAll(de, vers)
}

describe('une facture hostile par son nombre', () => {
  it('six mille lignes et autant de lignes de TVA se jugent', () => {
    const ligne =
      /<ram:IncludedSupplyChainTradeLineItem>[\s\S]*?<\/ram:IncludedSupplyChainTradeLineItem>/.exec(
        cii,
      )?.[0] ?? ''
    const taxe =
      /<ram:ApplicableTradeTax>\s*<ram:CalculatedAmount>[\s\S]*?<\/ram:ApplicableTradeTax>/.exec(cii)?.[0] ??
      ''
    const court = ligne
      .replace(/<ram:SpecifiedTradeProduct>[\s\S]*?<\/ram:SpecifiedTradeProduct>/, '')
      .replaceAll(/\s+/g, ' ')
    const lourd = cii.replace(ligne, court.repeat(6_000)).replace(taxe, taxe.repeat(6_000))
    expect(denous(lourd)).toContain('BR-CO-10')
  })
})

describe('les règles d’EN 16931, comparées au schématron officiel', () => {
  it('le fichier d’origine tient aux deux', () => expect([denous(cii), deux(cii)]).toEqual([[], []]))
  it.each([
    ['BR-02', changer('<ram:ID>TOSL108</ram:ID>', '<ram:ID></ram:ID>')],
    ['BR-06', changer('<ram:Name>Salescompany ltd.</ram:Name>', '')],
    ['BR-05', sans('InvoiceCurrencyCode')],
    ['BR-13', sans('TaxBasisTotalAmount')],
    ['BR-15', sans('DuePayableAmount')],
    ['BR-CO-16', changer('<ram:TotalPrepaidAmount>1000', '<ram:TotalPrepaidAmount>900')],
    ['BR-CO-10', changer('<ram:LineTotalAmount>1436.5', '<ram:LineTotalAmount>1436.4')],
    ['BR-E-10', cii.replace(/<ram:ExemptionReason>[^<]*<\/ram:ExemptionReason>/, '')],
    ['BR-E-09', cii.replace(/<ram:CalculatedAmount>0(?:\.0+)?</, '<ram:CalculatedAmount>1<')],
    ['BR-S-08', changer('<ram:BasisAmount>1460.5<', '<ram:BasisAmount>1400.5<')],
    ['BR-CL-14', changer('<ram:CountryID>NO<', '<ram:CountryID>QQ<')],
    ['BR-CL-23', changer('unitCode="NAR"', 'unitCode="XX9"')],
    ['BR-CO-09', changer('schemeID="VA">NO', 'schemeID="VA">99')],
    ['BR-DEC-18', changer('<ram:DuePayableAmount>801.78', '<ram:DuePayableAmount>801.7801')],
  ])('%s : les deux disent la même chose', (attendue, xml) => {
    const officielles = deux(xml)
    expect(officielles).toContain(attendue)
    expect(denous(xml)).toEqual(officielles)
  })
})

const ecrite = ecrireCii({ ...exemple, vendeur: { ...exemple.vendeur, siret: '99912047000011' } })
const francaise = ecrite.ok ? ecrite.value : ''
const faire = (de: string, vers: string) => {
  if (!francaise.includes(de)) throw new Error(`« ${de} » n’y est pas`)
  return francaise.replaceAll(de, vers)
}
const note = (code: string) => `<ram:SubjectCode>${code}</ram:SubjectCode>`
const uri =
  '<ram:URIUniversalCommunication><ram:URIID schemeID="0225">999381650</ram:URIID></ram:URIUniversalCommunication>'
const bar = `<ram:IncludedNote><ram:Content>B2B</ram:Content>${note('BAR')}</ram:IncludedNote>`
const jourDit = (j: string) => `<udt:DateTimeString format="102">${j}</udt:DateTimeString>`
const francaises = (ids: readonly string[]) => ids.filter((id) => id.startsWith('BR-FR')).toSorted()

describe('les règles françaises, comparées au schématron officiel', () => {
  it.each([
    ['BR-FR-01', faire('<ram:ID>FA-2026-0031<', `<ram:ID>${'F'.repeat(36)}<`)],
    ['BR-FR-02', faire('<ram:ID>FA-2026-0031<', '<ram:ID>FA 31<')],
    ['BR-FR-03', faire(jourDit('20261220'), jourDit('21261220'))],
    ['BR-FR-04', faire('<ram:TypeCode>380<', '<ram:TypeCode>326<')],
    ['BR-FR-05', faire(note('PMD'), note('AAI'))],
    ['BR-FR-06', faire(note('PMD'), note('PMT'))],
    ['BR-FR-08', faire('<ram:ID>S1<', '<ram:ID>X1<')],
    ['BR-FR-09', faire('99912047000011', '11112047000011')],
    ['BR-FR-10', faire('<ram:ID schemeID="0002">999120470<', '<ram:ID schemeID="0003">999120470<')],
    ['BR-FR-11', faire('<ram:ID schemeID="0002">999381650<', '<ram:ID schemeID="0003">999381650<')],
    ['BR-FR-12', faire(uri, '')],
    ['BR-FR-13', faire(uri.replace('999381650', '999120470'), '')],
    ['BR-FR-16', faire('Percent>0.00<', 'Percent>0.000<')],
    ['BR-FR-20', faire(bar, bar.replace('B2B', 'B2X'))],
    ['BR-FR-21', faire(uri, uri.replace('999381650', '111381650'))],
    ['BR-FR-23', faire(uri, uri.replace('999381650', '999381650 A'))],
    ['BR-FR-25', faire(uri, uri.replace('999381650', `999381650${'A'.repeat(120)}`))],
    ['BR-FR-31', faire(bar, `${bar}${bar.replace('B2B', 'B2C')}`)],
    ['BR-FR-32', faire('<ram:ID schemeID="0002">999381650<', '<ram:ID schemeID="0002">99938165<')],
    ['BR-FR-CO-04', faire('<ram:TypeCode>380<', '<ram:TypeCode>384<')],
    ['BR-FR-CO-05', faire('<ram:TypeCode>380<', '<ram:TypeCode>381<')],
    ['BR-FR-CO-07', faire(jourDit('20261220'), jourDit('20261119'))],
    ['BR-FR-CO-08', faire('<ram:ID>S1<', '<ram:ID>S4<').replace('>380<', '>386<')],
    ['BR-FR-CO-09', faire('<ram:ID>S1<', '<ram:ID>S2<')],
    ['BR-FR-CO-12', faire('>EUR<', '>USD<')],
    ['BR-FR-DEC-01', faire('<ram:DuePayableAmount>1400.00', '<ram:DuePayableAmount>1400.001')],
    ['BR-FR-DEC-02', faire('"HUR">14<', '"HUR">14.00001<')],
    ['BR-FR-DEC-03', faire('<ram:ChargeAmount>100.00', '<ram:ChargeAmount>-100.00')],
  ])('%s : les deux disent la même chose', (attendue, xml) => {
    const officielles = francaises([...new Set(jouer('fr', xml).map(numeroDeRegle))])
    expect(officielles).toContain(attendue)
    expect(francaises(denous(xml))).toEqual(officielles)
  })
})
