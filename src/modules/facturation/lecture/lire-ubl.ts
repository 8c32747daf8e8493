/** Une facture ou un avoir UBL 2.1 dans les termes d’EN 16931 ; mêmes correspondances que la norme (CEN/TS 16931-3-2). */

import { dit, type Noeud, tous, un } from '#kernel/xml.ts'
import type {
  Adresse,
  Ajustement,
  FactureLue,
  Identifiant,
  LigneLue,
  Partie,
  PeriodeLue,
} from '../domain/electronique/modele.ts'

export const espacesUbl: Readonly<Record<string, string>> = {
  Invoice: 'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2',
  CreditNote: 'urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2',
}

const identifiant = (n: Noeud): Identifiant => ({ id: n.texte.trim(), schema: n.attributs.schemeID })

const adresse = (n: Noeud | undefined): Adresse | undefined =>
  n && {
    lignes: ['StreetName', 'AdditionalStreetName', 'AddressLine/Line'].flatMap((l) => dit(n, l) ?? []),
    codePostal: dit(n, 'PostalZone'),
    ville: dit(n, 'CityName'),
    pays: dit(n, 'Country/IdentificationCode'),
  }

const schemaFiscal = (n: Noeud) => (dit(n, 'TaxScheme/ID') ?? '').toUpperCase()

/** Le nom d’une partie est sa raison sociale (BT-27, BT-44) ; celui d’un bénéficiaire ou d’un représentant, son nom d’usage. */
const partie = (n: Noeud | undefined, nom: 'raison' | 'usage'): Partie | undefined => {
  if (!n) return undefined
  const legal = un(n, 'PartyLegalEntity/CompanyID')
  const fiscaux = tous(n, 'PartyTaxScheme')
  const numeros = (va: boolean) =>
    fiscaux.filter((f) => (schemaFiscal(f) === 'VAT') === va).flatMap((f) => dit(f, 'CompanyID') ?? [])
  return {
    nom: nom === 'raison' ? dit(n, 'PartyLegalEntity/RegistrationName') : dit(n, 'PartyName/Name'),
    identifiants: tous(n, 'PartyIdentification/ID')
      .filter((i) => i.attributs.schemeID !== 'SEPA')
      .map(identifiant),
    legal: legal && identifiant(legal),
    tva: numeros(true),
    fiscal: numeros(false),
    adresses: tous(n, 'EndpointID').map(identifiant),
    adresse: adresse(un(n, 'PostalAddress')),
  }
}

const periode = (n: Noeud | undefined): PeriodeLue | undefined => {
  const lue = n && { debut: dit(n, 'StartDate'), fin: dit(n, 'EndDate') }
  // Une période sans date ne porte que le code d’exigibilité (BT-8).
  return lue && (lue.debut !== undefined || lue.fin !== undefined || !un(n, 'DescriptionCode'))
    ? lue
    : undefined
}

const ajustements = (n: Noeud | undefined, frais: boolean): Ajustement[] =>
  tous(n, 'AllowanceCharge')
    .filter((a) => ['true', '1'].includes(dit(a, 'ChargeIndicator') ?? '') === frais)
    .map((a) => ({
      montant: dit(a, 'Amount'),
      base: dit(a, 'BaseAmount'),
      motif: dit(a, 'AllowanceChargeReason'),
      codeMotif: dit(a, 'AllowanceChargeReasonCode'),
      categorie: dit(a, 'TaxCategory/ID'),
      taux: dit(a, 'TaxCategory/Percent'),
    }))

const ligne = (n: Noeud): LigneLue => {
  const quantite = un(n, 'InvoicedQuantity') ?? un(n, 'CreditedQuantity')
  const article = un(n, 'Item/StandardItemIdentification/ID')
  const taxe = tous(n, 'Item/ClassifiedTaxCategory').find((t) => schemaFiscal(t) === 'VAT')
  return {
    id: dit(n, 'ID'),
    quantite: dit(quantite),
    unite: quantite?.attributs.unitCode,
    montant: dit(n, 'LineExtensionAmount'),
    nom: dit(n, 'Item/Name'),
    prixNet: dit(n, 'Price/PriceAmount'),
    prixBrut: dit(n, 'Price/AllowanceCharge/BaseAmount'),
    quantitesDeBase: [dit(n, 'Price/BaseQuantity')].filter((q) => q !== undefined),
    categorie: dit(taxe, 'ID'),
    taux: dit(taxe, 'Percent'),
    periode: periode(un(n, 'InvoicePeriod')),
    remises: ajustements(n, false),
    frais: ajustements(n, true),
    article: article && identifiant(article),
    classes: tous(n, 'Item/CommodityClassification/ItemClassificationCode').map((c) => ({
      id: c.texte.trim(),
      schema: c.attributs.listID,
    })),
    attributs: tous(n, 'Item/AdditionalItemProperty').map((a) => ({
      nom: dit(a, 'Name'),
      valeur: dit(a, 'Value'),
    })),
  }
}

export const lireUbl = (racine: Noeud): FactureLue => {
  const avoir = racine.nom === 'CreditNote'
  const totaux = un(racine, 'LegalMonetaryTotal')
  const livraison = un(racine, 'Delivery')
  const devise = dit(racine, 'DocumentCurrencyCode')
  // La ventilation est celle du total en devise de facture : l’autre ne dit que BT-111.
  const taxes = tous(racine, 'TaxTotal')
  const details = taxes.filter((t) => un(t, 'TaxSubtotal'))
  const dateTva = dit(racine, 'TaxPointDate')
  const codeDateTva = dit(racine, 'InvoicePeriod/DescriptionCode')
  return {
    syntaxe: 'UBL',
    profil: dit(racine, 'CustomizationID'),
    cadre: dit(racine, 'ProfileID'),
    numero: dit(racine, 'ID'),
    // Un fuseau derrière la date (« 2026-03-02Z ») ne change pas le jour.
    date: dit(racine, 'IssueDate')?.replace(/(Z|[+-]\d\d:\d\d)$/, ''),
    type: dit(racine, avoir ? 'CreditNoteTypeCode' : 'InvoiceTypeCode'),
    devise,
    deviseTva: dit(racine, 'TaxCurrencyCode'),
    echeance: avoir ? dit(racine, 'PaymentMeans/PaymentDueDate') : dit(racine, 'DueDate'),
    // La syntaxe n’a pas de code de note : la norme l’écrit en tête, « #PMD#Pénalités… ».
    notes: tous(racine, 'Note').map((n) => {
      const m = /^#([A-Z0-9]{2,6})#([\s\S]*)$/.exec(n.texte.trim())
      return { code: m?.[1], texte: m ? m[2]?.trim() : n.texte.trim() }
    }),
    vendeur: partie(un(racine, 'AccountingSupplierParty/Party'), 'raison'),
    acheteur: partie(un(racine, 'AccountingCustomerParty/Party'), 'raison'),
    beneficiaire: partie(un(racine, 'PayeeParty'), 'usage'),
    representant: partie(un(racine, 'TaxRepresentativeParty'), 'usage'),
    livraison: {
      date: dit(livraison, 'ActualDeliveryDate'),
      adresse: adresse(un(livraison, 'DeliveryLocation/Address')),
      identifiants: tous(livraison, 'DeliveryLocation/ID').map(identifiant),
    },
    periode: periode(un(racine, 'InvoicePeriod')),
    contrat: dit(racine, 'ContractDocumentReference/ID'),
    anterieures: tous(racine, 'BillingReference/InvoiceDocumentReference').map((r) => ({
      numero: dit(r, 'ID'),
      date: dit(r, 'IssueDate'),
    })),
    jointes: tous(racine, 'AdditionalDocumentReference').map((r) => ({
      reference: dit(r, 'ID'),
      nom: dit(r, 'DocumentDescription'),
      mime: un(r, 'Attachment/EmbeddedDocumentBinaryObject')?.attributs.mimeCode,
    })),
    moyens: tous(racine, 'PaymentMeans').map((m) => ({
      code: dit(m, 'PaymentMeansCode'),
      comptes: tous(m, 'PayeeFinancialAccount').map((c) => dit(c, 'ID')),
      carte: dit(m, 'CardAccount/PrimaryAccountNumberID'),
    })),
    remises: ajustements(racine, false),
    frais: ajustements(racine, true),
    totaux: totaux && {
      lignes: dit(totaux, 'LineExtensionAmount'),
      remises: dit(totaux, 'AllowanceTotalAmount'),
      frais: dit(totaux, 'ChargeTotalAmount'),
      ht: dit(totaux, 'TaxExclusiveAmount'),
      tva: tous(racine, 'TaxTotal/TaxAmount').map((t) => ({
        montant: t.texte.trim(),
        devise: t.attributs.currencyID,
      })),
      ttc: dit(totaux, 'TaxInclusiveAmount'),
      paye: dit(totaux, 'PrepaidAmount'),
      arrondi: dit(totaux, 'PayableRoundingAmount'),
      net: dit(totaux, 'PayableAmount'),
    },
    ventilation: details
      .flatMap((t) => tous(t, 'TaxSubtotal'))
      .map((t) => {
        const c = tous(t, 'TaxCategory').find((x) => schemaFiscal(x) === 'VAT')
        return {
          base: dit(t, 'TaxableAmount'),
          montant: dit(t, 'TaxAmount'),
          categorie: dit(c, 'ID'),
          taux: dit(c, 'Percent'),
          motif: dit(c, 'TaxExemptionReason'),
          codeMotif: dit(c, 'TaxExemptionReasonCode'),
          dateTva,
          codeDateTva,
        }
      }),
    lignes: tous(racine, avoir ? 'CreditNoteLine' : 'InvoiceLine').map(ligne),
  }
}

const racines =
  'UBLExtensions UBLVersionID CustomizationID ProfileID ProfileExecutionID ID CopyIndicator UUID IssueDate IssueTime DueDate InvoiceTypeCode CreditNoteTypeCode Note TaxPointDate DocumentCurrencyCode TaxCurrencyCode PricingCurrencyCode PaymentCurrencyCode PaymentAlternativeCurrencyCode AccountingCostCode AccountingCost LineCountNumeric BuyerReference InvoicePeriod DiscrepancyResponse OrderReference BillingReference DespatchDocumentReference ReceiptDocumentReference StatementDocumentReference OriginatorDocumentReference ContractDocumentReference AdditionalDocumentReference ProjectReference Signature AccountingSupplierParty AccountingCustomerParty PayeeParty BuyerCustomerParty SellerSupplierParty TaxRepresentativeParty Delivery DeliveryTerms PaymentMeans PaymentTerms PrepaidPayment AllowanceCharge TaxExchangeRate PricingExchangeRate PaymentExchangeRate PaymentAlternativeExchangeRate TaxTotal WithholdingTaxTotal LegalMonetaryTotal InvoiceLine CreditNoteLine'
const connus = new Set(racines.split(' '))

/**
 * Ce qu’une structure UBL a d’impossible. Le schéma d’OASIS (2 Mo) n’est pas embarqué : on tient les éléments de tête, les dates et
 * les nombres, où une faute fausserait la lecture.
 */
export const fautesDeStructureUbl = (racine: Noeud): readonly string[] => {
  const fautes = racine.enfants
    .filter((e) => !connus.has(e.nom))
    .map((e) => `« ${e.nom.slice(0, 60)} » n’est pas attendu dans ${racine.nom}.`)
  const visiter = (n: Noeud): void => {
    const texte = n.texte.trim()
    if (
      /(?<!Update)Date$/.test(n.nom) &&
      n.enfants.length === 0 &&
      !/^\d{4}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?$/.test(texte)
    )
      fautes.push(`${n.nom} : « ${texte.slice(0, 40)} » n’est pas une date.`)
    if (
      /Amount$|Quantity$|^Percent$/.test(n.nom) &&
      n.enfants.length === 0 &&
      !/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(texte)
    )
      fautes.push(`${n.nom} : « ${texte.slice(0, 40)} » n’est pas un nombre.`)
    for (const e of n.enfants) visiter(e)
  }
  visiter(racine)
  return fautes.slice(0, 5)
}
