import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { plusLongTravail } from '../../../../test/fuzz/plus-long-travail.ts'
import { composerPdf, composerPdfBrut, type PdfFactice } from '../test/pdf-factices.ts'
import { lireFactureDuDehors } from './lire-facture-a-part.ts'
import { direFactureRecue, lireFactureElectronique } from './lire-facture-electronique.ts'
import { bornesLecturePdf, lirePdf } from './pdf/lire-pdf.ts'

/** Une facture norvégienne du dépôt d’EN 16931 : catégories S et E, deux taux, remise et frais. */
const cii = readFileSync(
  join(import.meta.dirname, '../test/schematrons/CII_example2_exoneration-E.xml'),
  'utf8',
)
const texte = ['Invoice TOSL108', 'Total with VAT 1 801,78 NOK']
const pdf = (p: PdfFactice = {}) =>
  composerPdf({ texte, jointes: [{ nom: 'factur-x.xml', octets: cii, relation: 'Alternative' }], ...p })
const lire = (contenu: string | Uint8Array) => lireFactureElectronique(Buffer.from(contenu))
const dire = async (contenu: string | Uint8Array) => {
  const lue = await lire(contenu)
  if (!lue.ok) throw new Error(lue.error.phrase)
  return direFactureRecue(lue.value)
}
const rompues = async (contenu: string | Uint8Array) => (await dire(contenu)).regles.map((r) => r.id)
const refus = async (contenu: string | Uint8Array) => {
  const lue = await lire(contenu)
  return lue.ok ? 'lue' : lue.error.code
}

const ubl = (genre: 'Invoice' | 'CreditNote' = 'Invoice') => {
  const [quantite, type] =
    genre === 'Invoice' ? ['InvoicedQuantity', 'InvoiceTypeCode'] : ['CreditedQuantity', 'CreditNoteTypeCode']
  const partie = (role: string, nom: string, tva: string) =>
    `<cac:${role}><cac:Party><cac:PostalAddress><cbc:CityName>Gent</cbc:CityName><cac:Country><cbc:IdentificationCode>BE</cbc:IdentificationCode></cac:Country></cac:PostalAddress><cac:PartyTaxScheme><cbc:CompanyID>${tva}</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:PartyLegalEntity><cbc:RegistrationName>${nom}</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:${role}>`
  const categorie =
    '<cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>'
  return `<?xml version="1.0" encoding="UTF-8"?>
<${genre} xmlns="urn:oasis:names:specification:ubl:schema:xsd:${genre}-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID><cbc:ID>B-12</cbc:ID><cbc:IssueDate>2026-03-02</cbc:IssueDate>${genre === 'Invoice' ? '<cbc:DueDate>2026-04-01</cbc:DueDate>' : ''}<cbc:${type}>${genre === 'Invoice' ? 380 : 381}</cbc:${type}><cbc:Note>#AAI#Merci</cbc:Note><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
${partie('AccountingSupplierParty', 'Brouwerij', 'BE0123456789')}${partie('AccountingCustomerParty', 'Langue et Lien', 'FR21999120470')}
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">21.00</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">100.00</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">21.00</cbc:TaxAmount><cac:TaxCategory>${categorie}</cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount currencyID="EUR">100.00</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount currencyID="EUR">121.00</cbc:TaxInclusiveAmount><cbc:PayableAmount currencyID="EUR">121.00</cbc:PayableAmount></cac:LegalMonetaryTotal>
<cac:${genre}Line><cbc:ID>1</cbc:ID><cbc:${quantite} unitCode="C62">2</cbc:${quantite}><cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount><cac:Item><cbc:Name>Manuel</cbc:Name><cac:ClassifiedTaxCategory>${categorie}</cac:ClassifiedTaxCategory></cac:Item><cac:Price><cbc:PriceAmount currencyID="EUR">50</cbc:PriceAmount></cac:Price></cac:${genre}Line>
</${genre}>`
}

describe('une facture CII', () => {
  it('se dit dans la forme promise, en centimes', async () =>
    expect(await dire(cii)).toMatchObject({
      lisible: true,
      syntaxe: 'CII',
      profil: 'EN16931',
      numero: 'TOSL108',
      date: '2013-06-30',
      type: '380',
      vendeur: 'Salescompany ltd.',
      acheteur: 'The Buyercompany',
      totaux: { ht: 143_650, tva: 36_528, ttc: 180_178, net: 80_178 },
      valide: true,
      regles: [],
    }))
  it('se lit en UTF-16 et en ISO 8859-1, sous leur annonce', async () => {
    const utf16 = Buffer.concat([
      Buffer.from([0xff, 0xfe]),
      Buffer.from(cii.replace('"utf-8"', '"utf-16"'), 'utf16le'),
    ])
    expect((await dire(utf16)).valide).toBe(true)
    const latin = Buffer.from(
      cii.replace('"utf-8"', '"ISO-8859-1"').replace('Salescompany', 'Société'),
      'latin1',
    )
    expect(await dire(latin)).toMatchObject({ vendeur: 'Société ltd.', valide: true })
  })
  it('dit un mauvais total par la règle de la norme', async () =>
    expect(
      await rompues(cii.replaceAll('<ram:GrandTotalAmount>1801.78', '<ram:GrandTotalAmount>1811.78')),
    ).toEqual(['BR-CO-15', 'BR-CO-16']))
  it('dit une structure hors du schéma de son profil', async () => {
    expect(
      await rompues(cii.replace('<ram:TypeCode>380', '<ram:Truc>1</ram:Truc><ram:TypeCode>380')),
    ).toEqual(['XSD'])
    const basic = cii.replace(
      '>urn:cen.eu:en16931:2017<',
      '>urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic<',
    )
    expect(await rompues(basic)).toContain('XSD')
  })
  it('dit un profil inconnu', async () =>
    expect(await rompues(cii.replace('>urn:cen.eu:en16931:2017<', '>urn:ailleurs<'))).toContain(
      'FX-SCH-A-000026',
    ))
})

describe('une facture UBL', () => {
  it.each(['Invoice', 'CreditNote'] as const)('se lit : %s', async (genre) =>
    expect(await dire(ubl(genre))).toMatchObject({
      syntaxe: 'UBL',
      profil: 'EN16931',
      numero: 'B-12',
      date: '2026-03-02',
      type: genre === 'Invoice' ? '380' : '381',
      vendeur: 'Brouwerij',
      totaux: { ht: 10_000, tva: 2_100, ttc: 12_100, net: 12_100 },
      valide: true,
    }),
  )
  it('tient aux mêmes règles', async () => {
    expect(
      await rompues(
        ubl().replace(
          '<cbc:PayableAmount currencyID="EUR">121.00',
          '<cbc:PayableAmount currencyID="EUR">120.00',
        ),
      ),
    ).toEqual(['BR-CO-16'])
    expect(await rompues(ubl().replace('<cbc:ID>B-12</cbc:ID>', ''))).toEqual(['BR-02'])
    expect(await rompues(ubl().replace('2026-03-02', '02/03/2026'))).toContain('XSD')
    expect(await rompues(ubl().replaceAll('BE0123456789', '0123'))).toEqual(['BR-CO-09'])
  })
})

describe('une facture dans un PDF', () => {
  it('se lit par l’arbre des pièces jointes ou par AF, sous les noms des normes', async () => {
    expect(await dire(pdf())).toMatchObject({ numero: 'TOSL108', valide: true, jointe: 'factur-x.xml' })
    for (const nom of ['ZUGFeRD-invoice.xml', 'xrechnung.xml', 'facture.xml'])
      expect((await dire(pdf({ jointes: [{ nom, octets: cii, sansNom: true }] }))).jointe).toBe(nom)
  })
  it('dit ce que le PDF ne tient pas, sans le compter comme une règle', async () =>
    expect((await dire(pdf({ jointes: [{ nom: 'facture.xml', octets: cii }] }))).remarques).toHaveLength(3))
  it('dit le papier qui ment sur le numéro ou sur le total', async () => {
    expect(await rompues(pdf({ texte: ['Invoice 4512', 'Total 1 801,78 NOK'] }))).toEqual(['PDF-NUMERO'])
    expect(await rompues(pdf({ texte: ['Invoice TOSL108', 'Total 1 901,78 NOK'] }))).toEqual(['PDF-TOTAL'])
    expect(await rompues(pdf({ texte: ['Invoice TOSL 108', '2 1.801,78', 'Due 801.78'] }))).toEqual([])
    expect(await rompues(pdf({ texte: [] }))).toEqual([])
  })
  it('un papier de chiffres sans fin ne coûte que sa longueur', async () => {
    const lignes = Array.from({ length: 40 }, () => '1.111'.repeat(150))
    expect(await rompues(pdf({ texte: [...texte, ...lignes] }))).toEqual([])
  })
  it.each([
    ['PDF-SCRIPT', pdf({ script: true })],
    ['PDF-CHIFFRE', pdf({ motDePasse: '' })],
    ['PDF-PROFIL', pdf({ xmp: '<x xmlns:fx="y"><fx:ConformanceLevel>BASIC</fx:ConformanceLevel></x>' })],
    [
      'PDF-FACTURES',
      pdf({
        jointes: [
          { nom: 'factur-x.xml', octets: cii },
          { nom: 'b.xml', octets: cii.replace('TOSL108', 'X1') },
        ],
      }),
    ],
  ])('%s', async (regle, octets) => expect(await rompues(octets)).toEqual([regle]))
  it('deux fois la même facture n’en fait qu’une', async () =>
    expect(
      await rompues(
        pdf({
          jointes: [
            { nom: 'factur-x.xml', octets: cii },
            { nom: 'copie.xml', octets: cii },
          ],
        }),
      ),
    ).toEqual([]))
  it('une table abîmée se dit, un PDF coupé ou de bruit se refuse', async () => {
    const bon = Buffer.from(pdf())
    const casse = Buffer.from(bon)
    casse.fill('9', casse.lastIndexOf('startxref') + 10, casse.lastIndexOf('startxref') + 13)
    expect(await rompues(casse)).toEqual(['PDF-STRUCTURE'])
    expect(await refus(bon.subarray(0, bon.length / 2))).toBe('sans-facture-jointe')
    expect(await refus(Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(5000, 7)]))).toBe(
      'pdf-illisible',
    )
  })
  it.each([
    ['sans-facture-jointe', composerPdf({ texte })],
    ['pdf-mot-de-passe', pdf({ motDePasse: 'secret' })],
    ['xml-mal-forme', pdf({ jointes: [{ nom: 'factur-x.xml', octets: '<a><b></a>' }] })],
    [
      'pas-une-facture',
      pdf({ jointes: [{ nom: 'order-x.xml', octets: '<SCRDMCCBDACIOMessageStructure/>' }] }),
    ],
  ])('se refuse : %s', async (code, octets) => expect(await refus(octets)).toBe(code))
  it('une bombe ne gonfle pas, simple ou double', async () => {
    const simple = deflateSync(Buffer.alloc(100_000_000))
    expect(await refus(composerPdfBrut('factur-x.xml', simple, ['FlateDecode']))).toBe('pdf-trop-lourd')
    const double = deflateSync(deflateSync(Buffer.alloc(400_000_000)))
    expect(await refus(composerPdfBrut('factur-x.xml', double, ['FlateDecode', 'FlateDecode']))).toBe(
      'pdf-trop-lourd',
    )
  })
  it('le temps et la mémoire sont bornés', async () => {
    const refuse = async (octets: Uint8Array, bornes: Parameters<typeof lirePdf>[1]) => {
      const r = await lirePdf(octets, bornes)
      return r.ok ? 'lu' : r.error.code
    }
    expect(await refuse(pdf(), { ...bornesLecturePdf, millisecondes: 1 })).toBe('pdf-trop-lourd')
    // Du hasard ne se comprime pas : MuPDF doit demander la place de le tenir.
    const lourd = composerPdfBrut('a.xml', deflateSync(deflateSync(randomBytes(15_000_000))), [
      'FlateDecode',
      'FlateDecode',
    ])
    expect(await refuse(lourd, { ...bornesLecturePdf, memoire: 1 })).toBe('pdf-trop-lourd')
  })
})

describe('ce qui n’est pas une facture', () => {
  it.each([
    ['vide', ''],
    ['xml-mal-forme', 'bonjour'],
    ['xml-mal-forme', '<a>'],
    ['xml-doctype', '<!DOCTYPE a [<!ENTITY b "cc">]><a>&b;</a>'],
    ['xml-trop-profond', '<a>'.repeat(100)],
    ['pas-une-facture', '<a/>'],
    ['pas-une-facture', '<CrossIndustryDocument/>'],
    ['pas-une-facture', '<Invoice/>'],
  ])('%s', async (code, contenu) => expect(await refus(contenu)).toBe(code))
})

describe('une facture du dehors faite pour coûter', () => {
  const ligne = `<ram:IncludedNote><ram:Content>${'Une note, puis une autre. '.repeat(8)}</ram:Content></ram:IncludedNote>`
  const notes = cii.replace('</rsm:ExchangedDocument>', `${ligne.repeat(6_000)}</rsm:ExchangedDocument>`)
  const attributs = `<a ${Array.from({ length: 50_000 }, (_, i) => `a${i}="v"`).join(' ')}/>`
  it.each([
    ['de six mille longues notes', () => Buffer.from(notes)],
    ['d’une balise aux cinquante mille attributs', () => Buffer.from(attributs)],
    ['jointe à un PDF', () => pdf({ jointes: [{ nom: 'factur-x.xml', octets: notes, relation: 'Data' }] })],
  ])('%s ne retient pas les pages', async (_, fichier) => {
    const octets = await fichier()
    const { rendu, max } = await plusLongTravail(() => lireFactureDuDehors(octets))
    expect(rendu.ok).toBe(false)
    expect(max).toBeLessThan(50)
  })
  it('n’est pas celle de tous les jours : la même lecture, mot pour mot', async () => {
    for (const octets of [pdf(), Buffer.from('<a/>')])
      expect(await lireFactureDuDehors(octets)).toEqual(
        structuredClone(await lireFactureElectronique(octets)),
      )
  })
})
