import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { GroupementId } from '../domain/groupement.ts'
import type { PieceId, PieceVersee } from '../domain/pieces.ts'
import type { CoffreId, PieceDeCoffre } from './pieces.ts'

/** Le même envoi, deux fois, n’écrit qu’une fois. */
export const mettreAuCoffre = async (tx: TenantTx, p: PieceDeCoffre): Promise<void> => {
  await sql`insert into marches.coffre (id, genre, titre, nom, fichier, type, taille, expire_le, accord, le)
    values (${p.id}::uuid, ${p.genre}, ${p.titre}, ${p.nom}, ${p.fichier}, ${p.type}, ${p.taille}, ${p.expireLe}::date, ${p.accord}, ${p.le}::timestamptz)
    on conflict do nothing`.execute(tx)
}

/** Faux : elle n’y est pas, ou n’y est plus. */
export const oterDuCoffre = async (tx: TenantTx, id: CoffreId, le: Date): Promise<boolean> =>
  (
    await sql`update marches.coffre set retiree_le = ${le}::timestamptz where id = ${id}::uuid and retiree_le is null`.execute(
      tx,
    )
  ).numAffectedRows === 1n

export const ajouterPiece = async (
  tx: TenantTx,
  groupement: GroupementId,
  p: Omit<PieceVersee, 'organisme' | 'retireeLe' | 'retrait'> & { readonly octets: Uint8Array },
): Promise<void> => {
  await sql`insert into marches.piece (groupement_id, id, exigence, nom, type, taille, empreinte, octets, expire_le, motif, le)
    values (${groupement}::uuid, ${p.id}::uuid, ${p.exigence}, ${p.nom}, ${p.type}, ${p.taille}, ${Buffer.from(p.empreinte, 'hex')}::bytea,
      ${Buffer.from(p.octets)}::bytea, ${p.expireLe}::date, ${p.motif}, ${p.le}::timestamptz)
    on conflict do nothing`.execute(tx)
}

/** Faux : elle n’est pas à sa coopérative, ou est déjà retirée. */
export const retirerPiece = async (
  tx: TenantTx,
  groupement: GroupementId,
  id: PieceId,
  motif: string,
  le: Date,
): Promise<boolean> =>
  (
    await sql`update marches.piece set retiree_le = ${le}::timestamptz, retrait = ${motif}
      where groupement_id = ${groupement}::uuid and id = ${id}::uuid and retiree_le is null`.execute(tx)
  ).numAffectedRows === 1n
