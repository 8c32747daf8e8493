/**
 * La vie électronique de quelques factures, un statut de chaque, une chez un acheteur public ; trois reçues d’un fournisseur, dont une qui ment et
 * une venue par la boîte aux lettres.
 */
import { createHash } from 'node:crypto'
import type { OrganismeId } from '#kernel/id.ts'
import { refuser } from '#kernel/refus.ts'
import { ok } from '#kernel/result.ts'
import { creerReleverBoite, reglerBoite } from '#modules/facturation/index.ts'
import type { Services } from '#platform/services.ts'
import { emettreFacture, facturerDuConseil, recevoir } from './factures.ts'
import { ajouterEntreprise, lejour, type Scene } from './gestes.ts'
import { champsDe, chemin, type Personne } from './rejouer.ts'

type Note = readonly [statut: string, motif?: string]

/** Remise à la main, ou à Chorus Pro qui rend ce numéro ; puis ce que qui achète en dit. */
const suivre = async (s: Scene, qui: Personne, facture: string, notes: readonly Note[], chorus = '') => {
  await qui.envoyer(`${facture}/vie/depot`, {
    voie: chorus ? 'chorus' : 'main',
    jour: lejour(s, 0),
    reference: chorus,
  })
  for (const [statut, motif = ''] of notes)
    await qui.envoyer(`${facture}/vie/statut`, { statut, leJour: lejour(s, 0), motif })
}

/** `premiere` : la facture de la session, qui va jusqu’au paiement annoncé. */
export const suivreLesFactures = async (s: Scene, qui: Personne, premiere: string, client: string) => {
  await suivre(s, qui, premiere, [['201'], ['202'], ['203'], ['204'], ['205'], ['211']])
  const neuve = async () => emettreFacture(qui, await facturerDuConseil(s, qui, client))
  await suivre(s, qui, await neuve(), [
    ['207', 'Deux journées étaient convenues, une et demie est facturée.'],
  ])
  await suivre(s, qui, await neuve(), [['208', 'La feuille de présence n’est pas jointe.']])
  const annuler = async (facture: string, motif: string) =>
    emettreFacture(qui, chemin(await qui.envoyer(`${facture}/avoir`, { motif, heures: '' })))
  const refusee = await neuve()
  await suivre(s, qui, refusee, [['210', 'Notre numéro de commande n’y est pas.']])
  await annuler(refusee, 'Refusée : le numéro de commande manque')
  const double = await neuve()
  await annuler(double, 'La même journée était déjà facturée')
  await suivre(s, qui, double, [['220', 'La même journée était déjà facturée.']])
  await suivre(s, qui, await neuve(), [['213', 'Le destinataire n’est plus à cette adresse.']])
  const payee = await neuve()
  const { montant = '' } = champsDe(await qui.lire(payee))
  await recevoir(qui, payee, montant, lejour(s, 0))
  await suivre(s, qui, payee, [['212']])
}

/** Une commune, que Chorus Pro sert : suspendue, complétée, puis approuvée en partie. */
export const facturerUneCommune = async (s: Scene, qui: Personne, accueil: Personne) => {
  await ajouterEntreprise(accueil, {
    nom: 'Ville de Port-Liziec',
    siret: '21990001600011',
    adresse: '1 place de la Mairie',
    codePostal: '35800',
    ville: 'Port-Liziec',
    estClient: 'on',
  })
  const facture = await emettreFacture(qui, await facturerDuConseil(s, qui, 'Port-Liziec', 'BC-26-118'))
  await suivre(
    s,
    qui,
    facture,
    [
      ['208', 'Le procès-verbal du service fait n’est pas joint.'],
      ['209'],
      ['206', 'Les livrets sont approuvés, une journée sur une et demie l’est aussi.'],
    ],
    'CPP-2026-0004417',
  )
}

type Recue = { readonly numero: string; readonly jour: string; readonly total: string }

/** Une journée d’appui pédagogique de Numerik Commun, à 620 € : un total différent ment. */
const enCii = (f: Recue): string => `<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" xmlns:qdt="urn:un:unece:uncefact:data:standard:QualifiedDataType:100" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"><rsm:ExchangedDocumentContext><ram:BusinessProcessSpecifiedDocumentContextParameter><ram:ID>S1</ram:ID></ram:BusinessProcessSpecifiedDocumentContextParameter><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:cen.eu:en16931:2017</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument><ram:ID>${f.numero}</ram:ID><ram:TypeCode>380</ram:TypeCode><ram:IssueDateTime><udt:DateTimeString format="102">${f.jour}</udt:DateTimeString></ram:IssueDateTime>
<ram:IncludedNote><ram:Content>Pénalités de retard : trois fois le taux d’intérêt légal.</ram:Content><ram:SubjectCode>PMD</ram:SubjectCode></ram:IncludedNote>
<ram:IncludedNote><ram:Content>Indemnité forfaitaire pour frais de recouvrement : 40,00 €.</ram:Content><ram:SubjectCode>PMT</ram:SubjectCode></ram:IncludedNote>
<ram:IncludedNote><ram:Content>Escompte : aucun.</ram:Content><ram:SubjectCode>AAB</ram:SubjectCode></ram:IncludedNote>
<ram:IncludedNote><ram:Content>B2B</ram:Content><ram:SubjectCode>BAR</ram:SubjectCode></ram:IncludedNote></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction><ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineID>1</ram:LineID></ram:AssociatedDocumentLineDocument>
<ram:SpecifiedTradeProduct><ram:Name>Appui pédagogique, une journée</ram:Name></ram:SpecifiedTradeProduct>
<ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>620.00</ram:ChargeAmount></ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
<ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="DAY">1</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery>
<ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>E</ram:CategoryCode><ram:RateApplicablePercent>0.00</ram:RateApplicablePercent></ram:ApplicableTradeTax>
<ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>620.00</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>
<ram:ApplicableHeaderTradeAgreement><ram:SellerTradeParty><ram:Name>Numerik Commun</ram:Name>
<ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">999000169</ram:ID></ram:SpecifiedLegalOrganization>
<ram:PostalTradeAddress><ram:PostcodeCode>35400</ram:PostcodeCode><ram:LineOne>3 allée des Télégraphes</ram:LineOne><ram:CityName>Saint-Malo</ram:CityName><ram:CountryID>FR</ram:CountryID></ram:PostalTradeAddress><ram:URIUniversalCommunication><ram:URIID schemeID="0225">999000169</ram:URIID></ram:URIUniversalCommunication>
<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">FR55999000169</ram:ID></ram:SpecifiedTaxRegistration></ram:SellerTradeParty>
<ram:BuyerTradeParty><ram:Name>Langue &amp; Lien</ram:Name>
<ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">999000011</ram:ID></ram:SpecifiedLegalOrganization>
<ram:PostalTradeAddress><ram:PostcodeCode>35000</ram:PostcodeCode><ram:LineOne>8 quai Lamennais</ram:LineOne><ram:CityName>Rennes</ram:CityName><ram:CountryID>FR</ram:CountryID></ram:PostalTradeAddress><ram:URIUniversalCommunication><ram:URIID schemeID="0225">999000011</ram:URIID></ram:URIUniversalCommunication></ram:BuyerTradeParty></ram:ApplicableHeaderTradeAgreement>
<ram:ApplicableHeaderTradeDelivery><ram:ActualDeliverySupplyChainEvent><ram:OccurrenceDateTime><udt:DateTimeString format="102">${f.jour}</udt:DateTimeString></ram:OccurrenceDateTime></ram:ActualDeliverySupplyChainEvent></ram:ApplicableHeaderTradeDelivery>
<ram:ApplicableHeaderTradeSettlement><ram:PaymentReference>${f.numero}</ram:PaymentReference><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>30</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount><ram:IBANID>FR7630006000011234567890189</ram:IBANID></ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>
<ram:ApplicableTradeTax><ram:CalculatedAmount>0.00</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode><ram:ExemptionReason>Exonération de TVA, article 261-4-4° a du CGI</ram:ExemptionReason><ram:BasisAmount>620.00</ram:BasisAmount><ram:CategoryCode>E</ram:CategoryCode><ram:ExemptionReasonCode>VATEX-FR-CGI261-4</ram:ExemptionReasonCode><ram:RateApplicablePercent>0.00</ram:RateApplicablePercent></ram:ApplicableTradeTax>
<ram:BillingSpecifiedPeriod><ram:StartDateTime><udt:DateTimeString format="102">${f.jour}</udt:DateTimeString></ram:StartDateTime><ram:EndDateTime><udt:DateTimeString format="102">${f.jour}</udt:DateTimeString></ram:EndDateTime></ram:BillingSpecifiedPeriod>
<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime><udt:DateTimeString format="102">${f.jour}</udt:DateTimeString></ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>
<ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:LineTotalAmount>620.00</ram:LineTotalAmount><ram:TaxBasisTotalAmount>620.00</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="EUR">0.00</ram:TaxTotalAmount><ram:GrandTotalAmount>${f.total}</ram:GrandTotalAmount><ram:DuePayableAmount>620.00</ram:DuePayableAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>`

export const recevoirDesFournisseurs = async (s: Scene, qui: Personne) => {
  const jour = lejour(s, -1).split('/').toReversed().join('')
  for (const f of [
    { numero: 'NC-118', jour, total: '620.00' },
    { numero: 'NC-119', jour, total: '820.00' },
  ])
    await qui.envoyer('/factures/recues', {
      fichier: new File([enCii(f)], `${f.numero}.xml`, { type: 'text/xml' }),
    })
}

/**
 * Deux messages d’une boîte inventée, par la relève ordinaire : une facture, et un message qui n’en porte pas. La boîte dit ensuite elle-même
 * qu’elle n’existe pas, et plus rien ne s’y essaie de soi-même.
 */
export const releverLaBoite = async (fond: Services, organisme: OrganismeId): Promise<void> => {
  const le = fond.clock.now()
  await fond.db.withTenant({ genre: 'tache', organisme }, (tx) =>
    reglerBoite(
      tx,
      { keys: fond.keys, organisme, le },
      {
        hote: 'imap.langue-et-lien.example',
        port: 993,
        compte: 'factures@langue-et-lien.example',
        secret: 'inventé',
        dossier: 'Factures',
      },
    ),
  )
  const relever = (lire: ReturnType<NonNullable<Parameters<typeof creerReleverBoite>[0]>>['lire']) =>
    creerReleverBoite(() => ({ eprouver: async () => ok(true as const), lire }))({ organisme }, fond)
  const hier = new Date(le.getTime() - 86_400_000)
  const facture = enCii({
    numero: 'NC-120',
    jour: hier.toISOString().slice(0, 10).replaceAll('-', ''),
    total: '620.00',
  })
  const messages = [[{ nom: 'NC-120.xml', octets: new TextEncoder().encode(facture) }], []]
  await relever(async (_, { prendre, avancer }) => {
    for (const [i, jointes] of messages.entries()) {
      const message = createHash('sha256').update(`message ${i}`).digest('hex')
      await prendre({ message, recuLe: hier, jointes, laissees: 0 })
    }
    await avancer({ validite: 1, jusqua: messages.length })
    return ok({ reste: false })
  })
  await relever(async () =>
    refuser('compte', 'Cette boîte est inventée pour la démonstration : aucun serveur ne lui répond.'),
  )
}
