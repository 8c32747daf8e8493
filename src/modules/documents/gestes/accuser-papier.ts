/** Une remise déjà partie par un lien, dont la personne a signé l’accusé sur papier. */
import type { DateCivile } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { asZone, jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { Acces } from '#platform/db/access.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Services } from '#platform/services.ts'
import {
  type DemandeDeSignature,
  type DemandeDeSignatureId,
  lireDemande,
  maisonDe,
  type Signature,
} from '../db/signatures.ts'
import type { PieceId } from '../domain/piece.ts'
import { verifierAccusePapier } from '../domain/signer-piece.ts'
import type { PrisesDocuments } from '../prises.ts'
import { garder, lireDossierDeSignature, nommer } from './signer-piece.ts'

/** L’accusé d’une remise d’informations se tient aussi sans scan : la remise en garde la date (`inscriptions`). */
export const sansScanAdmis = (prises: PrisesDocuments, d: Pick<DemandeDeSignature, 'objet'>): boolean =>
  d.objet.genre === 'inscription' && prises.accuses !== undefined

/**
 * Les demandes d’accusé qui l’ont reçu : par leur lien, sur la remise, ou par un scan. Un scan n’est lié qu’à sa pièce : une
 * convocation, un certificat n’en ont qu’une, à une personne ; les informations, que plusieurs partagent, passent par la remise.
 */
export const demandesAccusees = async (
  tx: TenantTx,
  prises: PrisesDocuments,
  demandes: readonly DemandeDeSignature[],
  signatures: readonly Signature[],
): Promise<ReadonlySet<DemandeDeSignatureId>> => {
  const remises = demandes
    .filter((d) => d.acte === 'accuse' && sansScanAdmis(prises, d))
    .map((d) => d.objet.id)
  const recues = remises.length > 0 ? await prises.accuses?.lire(tx, remises) : undefined
  const auPapier = signatures.some((s) => s.acte === 'accuse' && s.demande === null)
  return new Set(
    demandes.flatMap((d) =>
      signatures.some((s) => s.demande === d.id) ||
      (d.acte === 'accuse' && (sansScanAdmis(prises, d) ? recues?.has(d.objet.id) : auPapier))
        ? [d.id]
        : [],
    ),
  )
}

export const accuserSurPapier = async (
  { db, clock, storage }: Services,
  prises: PrisesDocuments,
  acces: Acces,
  piece: PieceId,
  id: DemandeDeSignatureId,
  papier: {
    readonly recuLe: DateCivile
    readonly scan: { readonly octets: Uint8Array; readonly type: string } | undefined
  },
): Promise<Result<undefined, Refus>> => {
  const rendu = await db.withTenant(acces, async (tx): Promise<Result<undefined, Refus>> => {
    const lu = await lireDossierDeSignature(tx, prises, piece)
    const demande = lu && (await lireDemande(tx, id, { verrou: true }))
    if (!lu || demande?.piece !== piece)
      return refuser('introuvable', 'Cette pièce n’existe pas, ou n’est pas la vôtre.')
    const maintenant = clock.now()
    const zone = asZone((await maisonDe(tx)).zone) ?? ZONE_PAR_DEFAUT
    const accusees = await demandesAccusees(tx, prises, [demande], lu.signatures)
    const permis = verifierAccusePapier(
      {
        acte: demande.acte,
        retiree: demande.retireeLe !== null,
        accusee: accusees.has(demande.id),
        scan: papier.scan !== undefined || sansScanAdmis(prises, demande),
      },
      papier.recuLe,
      { emiseLe: jourLocal(lu.piece.emiseLe, zone), aujourdhui: jourLocal(maintenant, zone) },
    )
    if (!permis.ok) return permis
    if (papier.scan) {
      const { empreinte } = await storage.put(tx, papier.scan.octets, papier.scan.type)
      return garder(tx, prises, lu, {
        acte: 'accuse',
        role: demande.role,
        moyen: 'scan',
        nom: demande.nom,
        qualite: '',
        consentement: 'Reçue, sur un accusé signé sur papier ; le scan en est gardé.',
        dateeDu: papier.recuLe,
        scan: empreinte,
        privee: {},
        maintenant,
        demande: null,
        pour: demande,
      })
    }
    await prises.accuses?.noter(tx, demande.objet.id, papier.recuLe)
    await consigner(tx, {
      activite: lu.piece.activite,
      faitLe: maintenant,
      module: 'documents',
      geste: 'accuser-reception',
      objet: { genre: 'piece', id: piece },
      phrase: `Réception de ${nommer(lu.piece)} accusée sur papier, sans scan.`,
    })
    return ok(undefined)
  })
  return rendu ?? refuser('introuvable', 'Cette pièce n’existe pas, ou n’est pas la vôtre.')
}
