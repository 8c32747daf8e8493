import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { ActiviteId, OrganismeId, PersonneId } from '#kernel/id.ts'
import { plier } from '#kernel/texte.ts'
import { type MaintenanceTx, newId } from '#platform/db/index.ts'
import type { PieceId } from '../domain/piece.ts'

type PieceVoulue = {
  readonly genre: string
  readonly objet: { readonly genre: string; readonly id: string }
  readonly id?: string
  /** Tiré au sort, si rien n’est dit : deux pièces d’un organisme n’ont pas le même. */
  readonly numero?: string
  readonly libelle?: string
  /** Celui qui relirait ses données ; aucun, si rien n’est dit. */
  readonly gabarit?: string
  readonly donnees?: unknown
  /** L’empreinte des octets rangés ; sans elle, aucun fichier ne la porte. */
  readonly fichier?: string
  readonly remplace?: string | null
  readonly emiseLe?: Date | string
  readonly par?: PersonneId
}

/** Une pièce déjà émise, sous la maintenance : ce que ses pages en lisent, sans la composer. */
export const poserPiece = async (
  tx: MaintenanceTx,
  { organisme, activite }: { readonly organisme: OrganismeId; readonly activite: ActiviteId },
  p: PieceVoulue,
): Promise<PieceId> => {
  const id = (p.id ?? newId()) as PieceId
  const libelle = p.libelle ?? p.genre
  await sql`insert into documents.piece (organisme_id, id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier, pages,
      libelle, pli, objet_genre, objet_id, remplace_id, emise_le, emise_par)
    values (${organisme}, ${id}, ${activite}, ${p.genre}, ${p.numero ?? `XX-${id.slice(-12)}`}, ${p.gabarit ?? 'essai.v1'},
      ${JSON.stringify(p.donnees ?? {})}, ${randomBytes(32)}, ${p.fichier ?? randomBytes(32).toString('hex')}, 1, ${libelle},
      ${plier(libelle)}, ${p.objet.genre}, ${p.objet.id}, ${p.remplace ?? null}, ${p.emiseLe ?? new Date()}, ${p.par ?? null})`.execute(
    tx,
  )
  return id
}
