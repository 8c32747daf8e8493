import { formaterDate } from '#kernel/dates.ts'
import { formaterHeure } from '#kernel/heures.ts'
import { messageDuLien, type SortDuCourriel } from '#kernel/lien-envoye.ts'
import { asZone, heureLocale, jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Mailer } from '#platform/mail/mail.ts'
import { lirePiece, type PieceRangee } from '../db/pieces.ts'
import {
  type DemandeDeSignature,
  type DemandeDeSignatureId,
  dernierExemplaire,
  maisonDe,
  type Signature,
} from '../db/signatures.ts'
import type { PieceId } from '../domain/piece.ts'
import type { FaitsDeSignature } from '../domain/signer-piece.ts'
import { demandesAccusees, sansScanAdmis } from '../gestes/accuser-papier.ts'
import { lireDossierDeSignature } from '../gestes/signer-piece.ts'
import type { PrisesDocuments } from '../prises.ts'

/** Tout ce que la page d’une pièce montre. */
export type Lue = {
  readonly piece: PieceRangee
  readonly signatures: readonly Signature[]
  readonly demandes: readonly DemandeDeSignature[]
  /** Ce que dit le journal du courrier de chaque envoi, par message ; absent, personne n’en tient un. */
  readonly courriels: ReadonlyMap<string, SortDuCourriel> | undefined
  /** Les envois dont la réception est accusée, par lien ou sur papier. */
  readonly accusees: ReadonlySet<DemandeDeSignatureId>
  /** L’envoi dont l’accusé papier se note aussi sans scan. */
  readonly sansScan: (d: DemandeDeSignature) => boolean
  readonly faits: FaitsDeSignature
  readonly motifVisa: string
  readonly suiteVisa?: { readonly phrase: string; readonly href: string }
  readonly exemplaire: boolean
  readonly complete: { readonly id: PieceId; readonly numero: string } | undefined
  /** D’où elle vient : le dossier du client, la session. */
  readonly venue: { readonly libelle: string; readonly href: string } | undefined
  readonly jour: (le: Date) => string
  readonly heure: (le: Date) => string
  /** Qui signe pour le client, d’après la pièce elle-même. */
  readonly client: { readonly nom: string; readonly qualite: string; readonly courriel: string }
}

type Donnees = {
  readonly signataires?: { readonly client?: { prenom?: string; nom?: string; qualite?: string } }
  readonly client?: { courriel?: string }
  readonly stagiaire?: { courriel?: string }
}

/** Tout ce que la page d’une pièce montre, lu dans une transaction. */
export const lirePourLaPage = async (
  tx: TenantTx,
  prises: PrisesDocuments,
  piece: PieceRangee,
  mailer: Mailer,
): Promise<Lue | undefined> => {
  const { id } = piece
  const dossier = await lireDossierDeSignature(tx, prises, id)
  if (!dossier) return undefined
  const zone = asZone((await maisonDe(tx)).zone) ?? ZONE_PAR_DEFAUT
  const d = JSON.parse(dossier.piece.donnees) as Donnees
  const s = d.signataires?.client
  const completee = piece.complete ? await lirePiece(tx, piece.complete) : undefined
  return {
    piece,
    signatures: dossier.signatures,
    demandes: dossier.demandes,
    courriels: await mailer.sorts?.(
      tx,
      dossier.demandes.flatMap((x) => [x.envois, x.envois + 1].map((n) => messageDuLien(x.id, n))),
    ),
    accusees: await demandesAccusees(tx, prises, dossier.demandes, dossier.signatures),
    sansScan: (x) => sansScanAdmis(prises, x),
    faits: dossier.faits,
    motifVisa: dossier.motifVisa,
    ...(dossier.suiteVisa ? { suiteVisa: dossier.suiteVisa } : {}),
    exemplaire: (await dernierExemplaire(tx, id)) !== undefined,
    complete: completee ? { id: completee.id, numero: completee.numero } : undefined,
    venue: await prises.mener?.(tx, piece.objet),
    jour: (le: Date) => formaterDate(jourLocal(le, zone), 'court'),
    heure: (le: Date) => formaterHeure(heureLocale(le, zone).minute),
    client: {
      nom: [s?.prenom, s?.nom].filter(Boolean).join(' '),
      qualite: s?.qualite ?? '',
      courriel: d.client?.courriel ?? d.stagiaire?.courriel ?? '',
    },
  }
}
