/** Nos règles face aux schématrons officiels : d’un fichier juste, une chose changée à la fois. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { reglesRompues, toutesLesRegles } from '../domain/electronique/verifier.ts'
import { jouer, numeroDeRegle } from '../test/schematrons.ts'
import { lireCii } from './lire-cii.ts'
import { lireXml } from './xml.ts'

const cii = readFileSync(
  join(import.meta.dirname, '../test/schematrons/CII_example2_exoneration-E.xml'),
  'utf8',
)
const notres = new Set(toutesLesRegles.map((r) => r.id))

const denous = (xml: string): readonly string[] => {
  const lu = lireXml(Buffer.from(xml))
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
