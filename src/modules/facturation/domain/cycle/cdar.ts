/** Écrit un message de cycle de vie (UN/CEFACT CDAR D22B) : ce qu’une partie dit d’une facture. Pur : des faits, un XML. */
import { echapperXml } from '#kernel/xml.ts'
import { type CodeStatut, type Encaisse, fichesStatut } from './statuts.ts'

type PartieDite = { readonly siren: string; readonly nom: string }
export type MessageAEcrire = {
  /** Propre à ce message. */
  readonly id: string
  readonly code: CodeStatut
  readonly le: Date
  readonly facture: {
    readonly numero: string
    /** BT-3. */
    readonly type: string
    /** BT-2, AAAA-MM-JJ. */
    readonly du: string
    readonly recueLe: Date
  }
  readonly vendeur: PartieDite
  readonly acheteur: PartieDite
  /** Qui parle. */
  readonly de: 'vendeur' | 'acheteur'
  /** Pourquoi : d’un refus, d’un litige. */
  readonly motif?: { readonly code: string; readonly libelle: string }
  /** D’un encaissement, par taux. */
  readonly encaisse?: readonly Encaisse[]
}

const horodater = (le: Date) => le.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)
const el = (nom: string, dedans: string, attributs = '') => `<${nom}${attributs}>${dedans}</${nom}>`
const t = (nom: string, valeur: string, attributs = '') => el(`ram:${nom}`, echapperXml(valeur), attributs)
const instant = (nom: string, le: Date) =>
  el(`ram:${nom}`, el('udt:DateTimeString', horodater(le), ' format="204"'))
const decimal = (centimes: number) => (centimes / 100).toFixed(2)

const partie = (balise: string, p: PartieDite, role: 'SE' | 'BY', adresse: boolean) =>
  el(
    `ram:${balise}`,
    t('GlobalID', p.siren, ' schemeID="0002"') +
      t('Name', p.nom) +
      t('RoleCode', role) +
      (adresse ? el('ram:URIUniversalCommunication', t('URIID', p.siren, ' schemeID="0225"')) : ''),
  )

const caracteristique = (e: Encaisse) =>
  el(
    'ram:SpecifiedDocumentCharacteristic',
    t('TypeCode', 'MEN') +
      el('ram:ValueChangedIndicator', el('udt:IndicatorString', 'false')) +
      t('ValueAmount', decimal(e.montant), ' currencyID="EUR"') +
      t('ValuePercent', decimal(e.taux)),
  )

export const ecrireCdar = (m: MessageAEcrire): string => {
  const [emetteur, destinataire] = m.de === 'vendeur' ? [m.vendeur, m.acheteur] : [m.acheteur, m.vendeur]
  const [role, autre] = m.de === 'vendeur' ? (['SE', 'BY'] as const) : (['BY', 'SE'] as const)
  const { mot, unece = '' } = fichesStatut[m.code]
  const detail = [
    m.motif ? t('ReasonCode', m.motif.code) + t('Reason', m.motif.libelle) : '',
    ...(m.encaisse ?? []).map(caracteristique),
  ].join('')
  return `<?xml version="1.0" encoding="UTF-8"?>\n${el(
    'rsm:CrossDomainAcknowledgementAndResponse',
    el(
      'rsm:ExchangedDocumentContext',
      el('ram:BusinessProcessSpecifiedDocumentContextParameter', t('ID', 'REGULATED')) +
        el('ram:GuidelineSpecifiedDocumentContextParameter', t('ID', 'urn.cpro.gouv.fr:1p0:CDV:invoice')),
    ) +
      el(
        'rsm:ExchangedDocument',
        t('ID', m.id) +
          t('Name', `${m.facture.numero}_${m.code}`) +
          instant('IssueDateTime', m.le) +
          el('ram:SenderTradeParty', t('RoleCode', 'WK')) +
          partie('IssuerTradeParty', emetteur, role, false) +
          partie('RecipientTradeParty', destinataire, autre, true),
      ) +
      el(
        'rsm:AcknowledgementDocument',
        el('ram:MultipleReferencesIndicator', el('udt:Indicator', 'false')) +
          t('TypeCode', '23') +
          instant('IssueDateTime', m.le) +
          el(
            'ram:ReferenceReferencedDocument',
            t('IssuerAssignedID', m.facture.numero) +
              t('StatusCode', unece) +
              t('TypeCode', m.facture.type) +
              instant('ReceiptDateTime', m.facture.recueLe) +
              el(
                'ram:FormattedIssueDateTime',
                el('qdt:DateTimeString', m.facture.du.replaceAll('-', ''), ' format="102"'),
              ) +
              t('ProcessConditionCode', String(m.code)) +
              t('ProcessCondition', mot) +
              el('ram:IssuerTradeParty', t('GlobalID', m.vendeur.siren, ' schemeID="0002"')) +
              (detail ? el('ram:SpecifiedDocumentStatus', detail) : ''),
          ),
      ),
    [
      ' xmlns:qdt="urn:un:unece:uncefact:data:standard:QualifiedDataType:100"',
      ' xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"',
      ' xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"',
      ' xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossDomainAcknowledgementAndResponse:100"',
    ].join(''),
  )}\n`
}
