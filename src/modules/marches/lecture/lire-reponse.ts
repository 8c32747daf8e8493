import { createHash } from 'node:crypto'
import type { OrganismeId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { ecritsDuDossier } from '../db/ecrits.ts'
import { octetsDePiece, piecesDuDossier } from '../db/pieces.ts'
import { dernier, type Ecrit } from '../domain/ecrits.ts'
import type { Capacite, CapacitesDe } from '../domain/formulaires.ts'
import { type DossierLu, type GroupementId, type Membre, membresPresents } from '../domain/groupement.ts'
import { type Attendu, attendus, type PieceVersee, type Reglement, seLit } from '../domain/pieces.ts'
import { lireDossier } from './lire-dossier.ts'

/** La réponse d’un dossier : ce qui y est écrit, ce qui y est versé, ce qui manque. */
export type Reponse = {
  readonly d: DossierLu
  readonly moi: OrganismeId
  readonly mandataire: boolean
  readonly ecrits: readonly Ecrit[]
  readonly reglement: Reglement | undefined
  readonly capacites: CapacitesDe
  readonly pieces: readonly PieceVersee[]
  readonly attendus: readonly Attendu[]
}

/** Ce que chaque membre a déclaré de lui ; qui n’a rien déclaré n’y est pas. */
export const capacitesDe = (ecrits: readonly Ecrit[], membres: readonly Membre[]): CapacitesDe => {
  const capacites = new Map<OrganismeId, Capacite>()
  for (const m of membres) {
    const c = dernier<Capacite>(ecrits, 'capacite', m.organisme)
    if (c) capacites.set(m.organisme, c)
  }
  return capacites
}

/** Rien pour qui n’est pas entré dans ce dossier. */
export const lireReponse = async (
  tx: TenantTx,
  texte: string,
  moi: OrganismeId | undefined,
): Promise<Reponse | undefined> => {
  const d = moi && (await lireDossier(tx, texte))
  if (!d || d.g.etat === 'abandonne') return undefined
  const ecrits = await ecritsDuDossier(tx, d.g.id)
  const pieces = await piecesDuDossier(tx, d.g.id)
  const reglement = dernier<Reglement>(ecrits, 'reglement')
  return {
    d,
    moi,
    mandataire: d.g.mandataire === moi,
    ecrits,
    reglement,
    capacites: capacitesDe(ecrits, membresPresents(d)),
    pieces,
    attendus: reglement ? attendus(reglement, membresPresents(d), pieces, d.g) : [],
  }
}

/** L’usage des clés de l’instance, et ce à quoi un chiffré est lié. */
export const usageDesPieces = 'marches.piece'
export const contexteDePiece = (groupement: GroupementId, piece: string): string => `${groupement}/${piece}`

/** Les octets en clair d’une pièce, si ce membre la lit. Lève s’ils ne sont pas ceux que dit son empreinte. */
export const ouvrirPiece = async (
  tx: TenantTx,
  keys: Keys,
  r: Reponse,
  piece: PieceVersee,
): Promise<Uint8Array | undefined> => {
  const lu = seLit(piece, r) && (await octetsDePiece(tx, r.d.g.id, piece.id))
  if (!lu) return undefined
  const clair = keys.decrypt(usageDesPieces, contexteDePiece(r.d.g.id, piece.id), lu.octets)
  if (!clair || createHash('sha256').update(clair).digest('hex') !== lu.empreinte)
    throw new Error('Une pièce de marché a été altérée, ou les clés de l’instance ont changé.')
  return clair
}
