/** Une facture CII (Factur-X, ZUGFeRD 2, XRechnung CII) dans les termes d’EN 16931. */

import { dit, type Noeud, tous, un } from '#kernel/xml.ts'
import type {
  Adresse,
  Ajustement,
  FactureLue,
  Identifiant,
  LigneLue,
  Partie,
  PeriodeLue,
  Texte,
} from '../domain/electronique/modele.ts'

export const espaceCii = 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100'

/** « 20261129 », format 102, devient « 2026-11-29 » ; autre chose reste tel quel, qu’une règle dira. */
const jour = (n: Noeud | undefined): Texte => {
  const d = n?.enfants[0]
  if (!d) return undefined
  const texte = d.texte.trim()
  return /^\d{8}$/.test(texte) && (d.attributs.format ?? '102') === '102'
    ? `${texte.slice(0, 4)}-${texte.slice(4, 6)}-${texte.slice(6)}`
    : texte
}

const identifiant = (n: Noeud): Identifiant => ({ id: n.texte.trim(), schema: n.attributs.schemeID })

const adresse = (n: Noeud | undefined): Adresse | undefined =>
  n && {
    lignes: ['LineOne', 'LineTwo', 'LineThree'].flatMap((l) => dit(n, l) ?? []),
    codePostal: dit(n, 'PostcodeCode'),
    ville: dit(n, 'CityName'),
    pays: dit(n, 'CountryID'),
  }

const partie = (n: Noeud | undefined): Partie | undefined => {
  if (!n) return undefined
  const legal = un(n, 'SpecifiedLegalOrganization/ID')
  const fiscaux = tous(n, 'SpecifiedTaxRegistration/ID')
  const selon = (schema: string) =>
    fiscaux.filter((i) => i.attributs.schemeID === schema).map((i) => i.texte.trim())
  return {
    nom: dit(n, 'Name'),
    identifiants: [...tous(n, 'ID'), ...tous(n, 'GlobalID')].map(identifiant),
    legal: legal && identifiant(legal),
    tva: selon('VA'),
    fiscal: selon('FC'),
    adresses: tous(n, 'URIUniversalCommunication/URIID').map(identifiant),
    adresse: adresse(un(n, 'PostalTradeAddress')),
  }
}

const periode = (n: Noeud | undefined): PeriodeLue | undefined =>
  n && { debut: jour(un(n, 'StartDateTime')), fin: jour(un(n, 'EndDateTime')) }

const deTva = (n: Noeud) => (dit(n, 'TypeCode') ?? '').toUpperCase() === 'VAT'

const ajustements = (n: Noeud | undefined, frais: boolean): Ajustement[] =>
  tous(n, 'SpecifiedTradeAllowanceCharge')
    .filter((a) => ['true', '1'].includes(dit(a, 'ChargeIndicator/Indicator') ?? '') === frais)
    .map((a) => {
      const taxe = tous(a, 'CategoryTradeTax').find(deTva)
      return {
        montant: dit(a, 'ActualAmount'),
        base: dit(a, 'BasisAmount'),
        motif: dit(a, 'Reason'),
        codeMotif: dit(a, 'ReasonCode'),
        categorie: dit(taxe, 'CategoryCode'),
        taux: dit(taxe, 'RateApplicablePercent'),
      }
    })

const ligne = (n: Noeud): LigneLue => {
  const reglement = un(n, 'SpecifiedLineTradeSettlement')
  const produit = un(n, 'SpecifiedTradeProduct')
  const taxe = tous(reglement, 'ApplicableTradeTax').find(deTva)
  const article = un(produit, 'GlobalID')
  const quantite = un(n, 'SpecifiedLineTradeDelivery/BilledQuantity')
  return {
    id: dit(n, 'AssociatedDocumentLineDocument/LineID'),
    quantite: dit(quantite),
    unite: quantite?.attributs.unitCode,
    montant: dit(reglement, 'SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount'),
    nom: dit(produit, 'Name'),
    prixNet: dit(n, 'SpecifiedLineTradeAgreement/NetPriceProductTradePrice/ChargeAmount'),
    prixBrut: dit(n, 'SpecifiedLineTradeAgreement/GrossPriceProductTradePrice/ChargeAmount'),
    quantitesDeBase: ['NetPriceProductTradePrice', 'GrossPriceProductTradePrice'].flatMap(
      (p) => dit(n, `SpecifiedLineTradeAgreement/${p}/BasisQuantity`) ?? [],
    ),
    categorie: dit(taxe, 'CategoryCode'),
    taux: dit(taxe, 'RateApplicablePercent'),
    periode: periode(un(reglement, 'BillingSpecifiedPeriod')),
    remises: ajustements(reglement, false),
    frais: ajustements(reglement, true),
    article: article && identifiant(article),
    classes: tous(produit, 'DesignatedProductClassification/ClassCode').map((c) => ({
      id: c.texte.trim(),
      schema: c.attributs.listID,
    })),
    attributs: tous(produit, 'ApplicableProductCharacteristic').map((a) => ({
      nom: dit(a, 'Description'),
      valeur: dit(a, 'Value') ?? dit(a, 'ValueMeasure'),
    })),
  }
}

/** Le profil EXTENDED a des lignes de titre ou d’information, que leurs sous-lignes détaillent : elles ne comptent pas. */
const lignesComptees = (affaire: Noeud | undefined): readonly Noeud[] =>
  tous(affaire, 'IncludedSupplyChainTradeLineItem').filter(
    (l) =>
      !['GROUP', 'INFORMATION'].includes(dit(l, 'AssociatedDocumentLineDocument/LineStatusReasonCode') ?? ''),
  )

export const lireCii = (racine: Noeud): FactureLue => {
  const contexte = un(racine, 'ExchangedDocumentContext')
  const document = un(racine, 'ExchangedDocument')
  const affaire = un(racine, 'SupplyChainTradeTransaction')
  const accord = un(affaire, 'ApplicableHeaderTradeAgreement')
  const livraison = un(affaire, 'ApplicableHeaderTradeDelivery')
  const reglement = un(affaire, 'ApplicableHeaderTradeSettlement')
  const somme = un(reglement, 'SpecifiedTradeSettlementHeaderMonetarySummation')
  return {
    syntaxe: 'CII',
    profil: dit(contexte, 'GuidelineSpecifiedDocumentContextParameter/ID'),
    cadre: dit(contexte, 'BusinessProcessSpecifiedDocumentContextParameter/ID'),
    numero: dit(document, 'ID'),
    date: jour(un(document, 'IssueDateTime')),
    type: dit(document, 'TypeCode'),
    devise: dit(reglement, 'InvoiceCurrencyCode'),
    deviseTva: dit(reglement, 'TaxCurrencyCode'),
    echeance: jour(un(reglement, 'SpecifiedTradePaymentTerms/DueDateDateTime')),
    notes: tous(document, 'IncludedNote').map((n) => ({
      code: dit(n, 'SubjectCode'),
      texte: dit(n, 'Content'),
    })),
    vendeur: partie(un(accord, 'SellerTradeParty')),
    acheteur: partie(un(accord, 'BuyerTradeParty')),
    beneficiaire: partie(un(reglement, 'PayeeTradeParty')),
    representant: partie(un(accord, 'SellerTaxRepresentativeTradeParty')),
    livraison: {
      date: jour(un(livraison, 'ActualDeliverySupplyChainEvent/OccurrenceDateTime')),
      adresse: adresse(un(livraison, 'ShipToTradeParty/PostalTradeAddress')),
      identifiants: tous(livraison, 'ShipToTradeParty/GlobalID').map(identifiant),
    },
    periode: periode(un(reglement, 'BillingSpecifiedPeriod')),
    contrat: dit(accord, 'ContractReferencedDocument/IssuerAssignedID'),
    anterieures: tous(reglement, 'InvoiceReferencedDocument').map((r) => ({
      numero: dit(r, 'IssuerAssignedID'),
      date: jour(un(r, 'FormattedIssueDateTime')),
    })),
    jointes: tous(accord, 'AdditionalReferencedDocument').map((r) => ({
      reference: dit(r, 'IssuerAssignedID'),
      nom: dit(r, 'TypeCode') === '916' ? dit(r, 'Name') : undefined,
      mime: un(r, 'AttachmentBinaryObject')?.attributs.mimeCode,
    })),
    moyens: tous(reglement, 'SpecifiedTradeSettlementPaymentMeans').map((m) => ({
      code: dit(m, 'TypeCode'),
      comptes: tous(m, 'PayeePartyCreditorFinancialAccount').map(
        (c) => dit(c, 'IBANID') ?? dit(c, 'ProprietaryID'),
      ),
      carte: dit(m, 'ApplicableTradeSettlementFinancialCard/ID'),
    })),
    remises: ajustements(reglement, false),
    frais: ajustements(reglement, true),
    totaux: somme && {
      lignes: dit(somme, 'LineTotalAmount'),
      remises: dit(somme, 'AllowanceTotalAmount'),
      frais: dit(somme, 'ChargeTotalAmount'),
      ht: dit(somme, 'TaxBasisTotalAmount'),
      tva: tous(somme, 'TaxTotalAmount').map((t) => ({
        montant: t.texte.trim(),
        devise: t.attributs.currencyID,
      })),
      ttc: dit(somme, 'GrandTotalAmount'),
      paye: dit(somme, 'TotalPrepaidAmount'),
      arrondi: dit(somme, 'RoundingAmount'),
      net: dit(somme, 'DuePayableAmount'),
    },
    ventilation: tous(reglement, 'ApplicableTradeTax').map((t) => ({
      base: dit(t, 'BasisAmount'),
      montant: dit(t, 'CalculatedAmount'),
      categorie: deTva(t) ? dit(t, 'CategoryCode') : undefined,
      taux: deTva(t) ? dit(t, 'RateApplicablePercent') : undefined,
      motif: dit(t, 'ExemptionReason'),
      codeMotif: dit(t, 'ExemptionReasonCode'),
      dateTva: jour(un(t, 'TaxPointDate')),
      codeDateTva: dit(t, 'DueDateTypeCode'),
    })),
    lignes: lignesComptees(affaire).map(ligne),
  }
}
