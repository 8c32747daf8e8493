/** Écrit une facture figée en CII, profil EN 16931 de Factur-X. Pur : une facture, un XML ou la liste de ce qui manque. */

import { centimes } from '#kernel/montant.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { de } from '#kernel/texte.ts'
import { echapperXml } from '#kernel/xml.ts'
import { totaliser } from '../totaux.ts'
import { type MotifSansTaxe, mentions } from '../tva.ts'
import type { AdresseAEcrire, AdresseElectronique, FactureAEcrire, LigneAEcrire } from './a-ecrire.ts'
import { ecrireCentimes } from './decimal.ts'
import { type RefusDeChamp, refusAvantCii } from './refuser.ts'

type Xml = string | readonly Xml[]

const aplatir = (x: Xml): string => (typeof x === 'string' ? x : x.map(aplatir).join(''))
/** Un élément ; rien si son contenu est vide. */
const el = (nom: string, contenu: Xml, attributs: Readonly<Record<string, string>> = {}): string => {
  const dedans = aplatir(contenu)
  if (dedans === '') return ''
  const dits = Object.entries(attributs)
    .map(([n, v]) => ` ${n}="${echapperXml(v)}"`)
    .join('')
  return `<${nom}${dits}>${dedans}</${nom}>`
}
const texte = (
  nom: string,
  valeur: string | undefined,
  attributs: Readonly<Record<string, string>> = {},
): string => (valeur === undefined ? '' : el(`ram:${nom}`, echapperXml(valeur.trim()), attributs))
const montant = (nom: string, c: number, attributs: Readonly<Record<string, string>> = {}): string =>
  el(`ram:${nom}`, ecrireCentimes(c), attributs)

const chiffres = (jour: string) => jour.replaceAll('-', '')
const jour = (nom: string, valeur: string | undefined): string =>
  valeur === undefined ? '' : el(`ram:${nom}`, el('udt:DateTimeString', chiffres(valeur), { format: '102' }))

/** « 1.5 » pour 1 500 millièmes. */
const millemes = (n: number) => {
  const [a, q, r] = [n < 0 ? '-' : '', Math.floor(Math.abs(n) / 1000), Math.abs(n) % 1000]
  return `${a}${q}${r === 0 ? '' : `.${String(r).padStart(3, '0').replace(/0+$/, '')}`}`
}
/** « 5.50 » pour 550 points de base : la liste des taux français les écrit ainsi. */
const pourCent = (points: number) => ecrireCentimes(points)

const unites: Readonly<Record<LigneAEcrire['unite'], string>> = {
  heure: 'HUR',
  jour: 'DAY',
  forfait: 'C62',
  unite: 'C62',
  stagiaire: 'C62',
}

type Categorie = { readonly code: string; readonly motif?: string; readonly codeMotif?: string }
const categories: Readonly<Record<MotifSansTaxe, Categorie>> = {
  formation: {
    code: 'E',
    motif: 'Exonération de TVA, article 261-4-4° a du CGI',
    codeMotif: 'VATEX-FR-CGI261-4',
  },
  franchise: { code: 'E', motif: mentions.franchise, codeMotif: 'VATEX-FR-FRANCHISE' },
  dedit: { code: 'O', motif: mentions.dedit, codeMotif: 'VATEX-EU-O' },
  'service-union': { code: 'AE', motif: mentions['service-union'], codeMotif: 'VATEX-EU-AE' },
  'service-ailleurs': { code: 'O', motif: mentions['service-ailleurs'], codeMotif: 'VATEX-EU-O' },
  'bien-union': { code: 'K', motif: mentions['bien-union'], codeMotif: 'VATEX-EU-IC' },
  'bien-ailleurs': { code: 'G', motif: mentions['bien-ailleurs'], codeMotif: 'VATEX-EU-G' },
  territoire: { code: 'O', motif: mentions.territoire, codeMotif: 'VATEX-EU-O' },
}
export const categorieDe = (l: Pick<LigneAEcrire, 'taux' | 'sansTaxe'>): Categorie =>
  l.taux !== 0 || l.sansTaxe === undefined ? { code: 'S' } : categories[l.sansTaxe]

const moyens = {
  virement: '30',
  cheque: '20',
  carte: '48',
  prelevement: '59',
  especes: '10',
  autre: '1',
} as const

const type = (f: FactureAEcrire) => (f.genre === 'avoir' ? '381' : f.genre === 'acompte' ? '386' : '380')

/** BT-23 : la lettre dit ce qui est vendu, le chiffre où en est le paiement (1 à payer, 2 payée, 4 après acompte). */
export const cadreDe = (f: FactureAEcrire): string => {
  const lettre = f.nature === 'biens' ? 'B' : f.nature === 'mixte' ? 'M' : 'S'
  if (f.genre === 'facture' && f.payeeLe !== undefined) return `${lettre}2`
  return f.genre === 'facture' && (f.acomptes?.length ?? 0) > 0 ? `${lettre}4` : `${lettre}1`
}

/** La note BAR : à qui l’on vend, d’où se déduit ce qu’une plateforme transmet. */
export const traitementDe = ({ acheteur }: FactureAEcrire): string => {
  const etranger = acheteur.adresse.pays !== 'FR'
  return acheteur.professionnel ? (etranger ? 'B2BINT' : 'B2B') : etranger ? 'B2CINT' : 'B2C'
}

/** L’adresse de qui n’en donne pas d’autre : son SIREN, à l’annuaire français. */
export const adresseElectroniqueDe = (p: {
  readonly siren?: string
  readonly adresseElectronique?: AdresseElectronique
}): AdresseElectronique | undefined =>
  p.adresseElectronique ?? (p.siren === undefined ? undefined : { schema: '0225', id: p.siren })

const note = (contenu: string | undefined, code?: string): string =>
  contenu === undefined || contenu.trim() === ''
    ? ''
    : el('ram:IncludedNote', [texte('Content', contenu), texte('SubjectCode', code)])

const euros = (c: number) => `${ecrireCentimes(c).replace('.', ',')} €`
/** D’un particulier, ni pénalités ni indemnité (C. com., L441-10) : la note, que le format exige, le dit. */
const sansObjet = 'Sans objet.'

const notes = (f: FactureAEcrire): Xml => [
  note(f.vendeur.forme, 'REG'),
  note(f.vendeur.rcs && `RCS ${f.vendeur.rcs}`, 'ABL'),
  note(
    f.pourLeCompteDe &&
      `Par subrogation, au nom et pour le compte ${de(f.pourLeCompteDe.nom)}${f.pourLeCompteDe.siren ? `, SIREN ${f.pourLeCompteDe.siren}` : ''}.`,
    'AAI',
  ),
  note(f.accord && `Accord du financeur : ${f.accord}.`, 'AAI'),
  note(f.corrige?.motif && `Motif de l’avoir : ${f.corrige.motif}`, 'AAI'),
  note(f.reglement?.penalites ? `Pénalités de retard : ${f.reglement.penalites}.` : sansObjet, 'PMD'),
  note(
    f.reglement?.indemnite === undefined
      ? sansObjet
      : `Indemnité forfaitaire pour frais de recouvrement : ${euros(f.reglement.indemnite)}.`,
    'PMT',
  ),
  note(f.reglement?.escompte ? `Escompte : ${f.reglement.escompte}.` : sansObjet, 'AAB'),
  note(traitementDe(f), 'BAR'),
]

const adresse = (a: AdresseAEcrire): string =>
  el('ram:PostalTradeAddress', [
    texte('PostcodeCode', a.codePostal),
    texte('LineOne', a.lignes[0]),
    texte('LineTwo', a.lignes[1]),
    texte('LineThree', a.lignes.length > 2 ? a.lignes.slice(2).join(', ') : undefined),
    texte('CityName', a.ville),
    texte('CountryID', a.pays),
  ])

const adresseElectronique = (a: AdresseElectronique | undefined): string =>
  a === undefined ? '' : el('ram:URIUniversalCommunication', texte('URIID', a.id, { schemeID: a.schema }))

const sansTva = (f: FactureAEcrire) => f.lignes.some((l) => categorieDe(l).code === 'O')
const numeroFiscal = (id: string | undefined, schemeID: 'VA' | 'FC') =>
  id === undefined
    ? ''
    : el('ram:SpecifiedTaxRegistration', texte('ID', id.replaceAll(/\s/g, ''), { schemeID }))

const vendeur = (f: FactureAEcrire): string => {
  const { vendeur: v } = f
  return el('ram:SellerTradeParty', [
    texte('GlobalID', v.siret, { schemeID: '0009' }),
    texte('Name', v.nom),
    texte('Description', v.forme),
    el('ram:SpecifiedLegalOrganization', [
      texte('ID', v.siren, { schemeID: '0002' }),
      texte('TradingBusinessName', v.enseigne),
    ]),
    adresse(v.adresse),
    adresseElectronique(adresseElectroniqueDe(v)),
    // Hors du champ de la taxe, la norme interdit tout numéro de TVA (BR-O-02).
    v.tva !== undefined && !sansTva(f) ? numeroFiscal(v.tva, 'VA') : numeroFiscal(v.siren, 'FC'),
  ])
}

const acheteur = (f: FactureAEcrire): string => {
  const { acheteur: a } = f
  return el('ram:BuyerTradeParty', [
    texte('GlobalID', a.siret, { schemeID: '0009' }),
    texte('Name', a.nom),
    el('ram:SpecifiedLegalOrganization', texte('ID', a.siren, { schemeID: '0002' })),
    adresse(a.adresse),
    adresseElectronique(adresseElectroniqueDe(a)),
    sansTva(f) ? '' : numeroFiscal(a.tva, 'VA'),
  ])
}

const taxe = (l: Pick<LigneAEcrire, 'taux' | 'sansTaxe'>): Xml => {
  const { code } = categorieDe(l)
  return [
    texte('TypeCode', 'VAT'),
    texte('CategoryCode', code),
    code === 'O' ? '' : texte('RateApplicablePercent', pourCent(l.taux)),
  ]
}

/** Un montant négatif s’écrit par sa quantité : la norme refuse un prix négatif (BR-27). */
const ligne = (l: LigneAEcrire, rang: number): string => {
  const quantite = Math.abs(l.quantite) * (l.montant < 0 ? -1 : 1)
  return el('ram:IncludedSupplyChainTradeLineItem', [
    el('ram:AssociatedDocumentLineDocument', texte('LineID', String(rang + 1))),
    el('ram:SpecifiedTradeProduct', texte('Name', l.libelle)),
    el(
      'ram:SpecifiedLineTradeAgreement',
      el('ram:NetPriceProductTradePrice', montant('ChargeAmount', Math.abs(l.prix))),
    ),
    el(
      'ram:SpecifiedLineTradeDelivery',
      texte('BilledQuantity', millemes(quantite), { unitCode: unites[l.unite] }),
    ),
    el('ram:SpecifiedLineTradeSettlement', [
      el('ram:ApplicableTradeTax', taxe(l)),
      el('ram:SpecifiedTradeSettlementLineMonetarySummation', montant('LineTotalAmount', l.montant)),
    ]),
  ])
}

/** Une ligne de TVA par catégorie et par taux, les taxées d’abord, la taxe calculée une fois sur sa base (`totaliser`). */
const ventilation = (f: FactureAEcrire): Xml => {
  const cles = new Map<string, LigneAEcrire[]>()
  for (const l of f.lignes) {
    const cle = `${categorieDe(l).code} ${l.taux}`
    cles.set(cle, [...(cles.get(cle) ?? []), l])
  }
  return [...cles.values()]
    .toSorted((a, b) => (b[0]?.taux ?? 0) - (a[0]?.taux ?? 0))
    .map((lignes) => {
      const [premiere] = lignes
      if (!premiere) return ''
      const t = totaliser(lignes.map((l) => ({ montant: centimes(l.montant), taux: l.taux })))
      const c = categorieDe(premiere)
      return el('ram:ApplicableTradeTax', [
        montant('CalculatedAmount', t.tva),
        texte('TypeCode', 'VAT'),
        texte('ExemptionReason', c.motif),
        montant('BasisAmount', t.ht),
        texte('CategoryCode', c.code),
        texte('ExemptionReasonCode', c.codeMotif),
        // Un service se taxe à l’encaissement (72), sauf option pour les débits (5) ; un bien, à sa livraison.
        c.code === 'S' && f.nature !== 'biens'
          ? texte('DueDateTypeCode', f.debits === true ? '5' : '72')
          : '',
        c.code === 'O' ? '' : texte('RateApplicablePercent', pourCent(premiere.taux)),
      ])
    })
}

const paiement = ({ reglement: r, genre, totaux }: FactureAEcrire): string =>
  r === undefined || genre === 'avoir' || totaux.ttc <= 0
    ? ''
    : el('ram:SpecifiedTradeSettlementPaymentMeans', [
        texte('TypeCode', moyens[r.moyen]),
        r.iban === undefined || r.moyen !== 'virement'
          ? ''
          : [
              el('ram:PayeePartyCreditorFinancialAccount', [
                texte('IBANID', r.iban.replaceAll(/\s/g, '')),
                texte('AccountName', r.titulaire),
              ]),
              el('ram:PayeeSpecifiedCreditorFinancialInstitution', texte('BICID', r.bic)),
            ],
      ])

const citees = (f: FactureAEcrire): Xml =>
  [...(f.corrige ? [f.corrige] : []), ...(f.acomptes ?? [])].map((c) =>
    el('ram:InvoiceReferencedDocument', [
      texte('IssuerAssignedID', c.numero),
      el('ram:FormattedIssueDateTime', el('qdt:DateTimeString', chiffres(c.emiseLe), { format: '102' })),
    ]),
  )

const reglement = (f: FactureAEcrire): string => {
  const paye = f.payeeLe === undefined ? 0 : f.totaux.ttc
  return el('ram:ApplicableHeaderTradeSettlement', [
    texte('PaymentReference', f.numero),
    texte('InvoiceCurrencyCode', 'EUR'),
    paiement(f),
    ventilation(f),
    f.periode
      ? el('ram:BillingSpecifiedPeriod', [
          jour('StartDateTime', f.periode.du),
          jour('EndDateTime', f.periode.au),
        ])
      : '',
    el('ram:SpecifiedTradePaymentTerms', jour('DueDateDateTime', f.payeeLe ?? f.echeance)),
    el('ram:SpecifiedTradeSettlementHeaderMonetarySummation', [
      montant('LineTotalAmount', f.totaux.ht),
      montant('TaxBasisTotalAmount', f.totaux.ht),
      montant('TaxTotalAmount', f.totaux.tva, { currencyID: 'EUR' }),
      montant('GrandTotalAmount', f.totaux.ttc),
      paye === 0 ? '' : montant('TotalPrepaidAmount', paye),
      montant('DuePayableAmount', f.totaux.ttc - paye),
    ]),
    citees(f),
  ])
}

/** Un bien livré dans un autre État membre dit où (BR-IC-12) ; l’élément est là même vide. */
const livraison = (f: FactureAEcrire): string =>
  el('ram:ApplicableHeaderTradeDelivery', [
    f.lignes.some((l) => categorieDe(l).code === 'K')
      ? el('ram:ShipToTradeParty', [texte('Name', f.acheteur.nom), adresse(f.acheteur.adresse)])
      : '',
    f.periode ? el('ram:ActualDeliverySupplyChainEvent', jour('OccurrenceDateTime', f.periode.au)) : '',
  ]) || '<ram:ApplicableHeaderTradeDelivery/>'

const espaces =
  'xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" xmlns:qdt="urn:un:unece:uncefact:data:standard:QualifiedDataType:100" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"'

const reference = (nom: string, id: string | undefined): string =>
  id === undefined ? '' : el(`ram:${nom}`, texte('IssuerAssignedID', id))

/** Le XML, ou tout ce qui l’empêche, champ par champ. */
export const ecrireCii = (f: FactureAEcrire): Result<string, readonly RefusDeChamp[]> => {
  const refus = refusAvantCii(f)
  if (refus.length > 0) return ko(refus)
  return ok(
    `<?xml version="1.0" encoding="UTF-8"?>\n<rsm:CrossIndustryInvoice ${espaces}>${aplatir([
      el('rsm:ExchangedDocumentContext', [
        el('ram:BusinessProcessSpecifiedDocumentContextParameter', texte('ID', cadreDe(f))),
        el('ram:GuidelineSpecifiedDocumentContextParameter', texte('ID', 'urn:cen.eu:en16931:2017')),
      ]),
      el('rsm:ExchangedDocument', [
        texte('ID', f.numero),
        texte('TypeCode', type(f)),
        jour('IssueDateTime', f.emiseLe),
        notes(f),
      ]),
      el('rsm:SupplyChainTradeTransaction', [
        f.lignes.map(ligne),
        el('ram:ApplicableHeaderTradeAgreement', [
          texte('BuyerReference', f.acheteur.reference),
          vendeur(f),
          acheteur(f),
          reference('BuyerOrderReferencedDocument', f.commande),
          reference('ContractReferencedDocument', f.contrat),
        ]),
        livraison(f),
        reglement(f),
      ]),
    ])}</rsm:CrossIndustryInvoice>\n`,
  )
}
