/** Lit un message de cycle de vie (CDAR D22B) : de quelle facture, quel statut, quand, pourquoi. */

import type { Refus } from '#kernel/refus.ts'
import { refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { dit, type Noeud, tous, un } from '#kernel/xml.ts'
import { lireXmlAPart } from '#platform/fils/lire-fichiers.ts'
import { type CodeStatut, direMotif, type Encaisse, estCodeStatut } from '../domain/cycle/statuts.ts'

export type StatutLu = {
  /** BT-1 de la facture. */
  readonly numero: string
  /** Le SIREN de qui l’a émise, s’il est dit. */
  readonly emetteur: string | undefined
  readonly code: CodeStatut
  readonly le: Date
  readonly motifCode: string | null
  readonly motif: string | null
  readonly encaisse: readonly Encaisse[]
}

/** « 20250802100500 », ou « 20250802 ». Les messages ne disent aucun fuseau : l’heure est lue comme universelle. */
const instant = (n: Noeud | undefined): Date | undefined => {
  const lu = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$/.exec(n?.enfants[0]?.texte.trim() ?? '')
  if (!lu) return undefined
  const [, a, m, j, h = '00', mi = '00', s = '00'] = lu
  const le = new Date(`${a}-${m}-${j}T${h}:${mi}:${s}Z`)
  return Number.isNaN(le.getTime()) || Number(a) < 2000 ? undefined : le
}

const centimes = (texte: string | undefined): number | undefined =>
  texte !== undefined && /^-?\d{1,11}(\.\d{1,6})?$/.test(texte) ? Math.round(Number(texte) * 100) : undefined

const encaisses = (reference: Noeud): Encaisse[] =>
  tous(reference, 'SpecifiedDocumentStatus/SpecifiedDocumentCharacteristic').flatMap((c) => {
    if (dit(c, 'TypeCode') !== 'MEN') return []
    const montant = centimes(dit(c, 'ValueAmount'))
    return montant === undefined ? [] : [{ montant, taux: centimes(dit(c, 'ValuePercent')) ?? 0 }]
  })

const bornesCdar = { octets: 1_000_000, references: 1_000 } as const

/** Un message qui ne se lit pas, ou qui ne dit rien d’une facture, est un refus : rien n’en change. Son arbre se lit hors du fil des pages. */
export const lireCdar = async (octets: Uint8Array): Promise<Result<readonly StatutLu[], Refus>> => {
  if (octets.length > bornesCdar.octets)
    return refuser('trop-lourd', 'Ce message dépasse 1 Mo : un statut de facture est bien plus court.')
  const lu = await lireXmlAPart(octets)
  if (!lu.ok) return lu
  if (lu.value.nom !== 'CrossDomainAcknowledgementAndResponse')
    return refuser(
      'pas-un-statut',
      `Ce XML n’est pas un statut de facture : sa racine est « ${lu.value.nom.slice(0, 60)} ».`,
    )
  const du =
    instant(un(lu.value, 'AcknowledgementDocument/IssueDateTime')) ??
    instant(un(lu.value, 'ExchangedDocument/IssueDateTime'))
  const references = tous(lu.value, 'AcknowledgementDocument/ReferenceReferencedDocument')
  if (references.length > bornesCdar.references)
    return refuser('trop-lourd', `Ce message parle de plus de ${bornesCdar.references} factures.`)
  const dits = references.flatMap((r) => {
    const numero = dit(r, 'IssuerAssignedID')
    const code = Number(dit(r, 'ProcessConditionCode'))
    if (!numero || !estCodeStatut(code) || !du) return []
    const pourquoi = un(r, 'SpecifiedDocumentStatus')
    const motifCode = dit(pourquoi, 'ReasonCode')
    return [
      {
        numero: numero.slice(0, 60),
        emetteur: dit(r, 'IssuerTradeParty/GlobalID'),
        code,
        le: du,
        motifCode: motifCode?.slice(0, 40) || null,
        motif: direMotif(motifCode, dit(pourquoi, 'Reason'))?.slice(0, 500) ?? null,
        encaisse: encaisses(r),
      },
    ]
  })
  return dits.length === 0
    ? refuser('pas-un-statut', 'Ce message ne dit le statut d’aucune facture.')
    : ok(dits)
}
