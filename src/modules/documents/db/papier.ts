import { sql } from 'kysely'
import { lireOrganisme, mentionForme } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { OrganismeV1 } from '#platform/pdf/papier/papier.v1.ts'
import type { Storage } from '#platform/storage/storage.ts'
import type { GenrePiece, PieceId } from '../domain/piece.ts'

/** L’organisme tel que son papier à en-tête le dit aujourd’hui, logo compris : la pièce émise le fige. */
export const lirePapierAEnTete = async (tx: TenantTx, storage: Storage): Promise<OrganismeV1> => {
  const o = await lireOrganisme(tx)
  const logo = o.logo === null ? undefined : await storage.get(tx, o.logo)
  return {
    nom: o.nom,
    forme: mentionForme(o.forme),
    adresse: { lignes: o.adresse.split('\n').filter(Boolean), codePostal: o.codePostal, ville: o.ville },
    telephone: o.telephone,
    courriel: o.courriel,
    siret: o.siret,
    nda: o.nda ?? '',
    prefet: o.ndaPrefet,
    couleur: o.couleur,
    ...(logo ? { logo: { alt: `Logo de ${o.nom}`, svg: Buffer.from(logo.octets).toString('utf8') } } : {}),
  }
}

export type PieceCourante = {
  readonly id: PieceId
  readonly genre: GenrePiece
  readonly numero: string
  readonly pages: number
  readonly empreinte: string
  readonly emiseLe: Date
  readonly donnees: string
  /** L’empreinte des faits, si l’émission l’a gardée. */
  readonly faits: string | null
  /** Le client l’a signée : elle ne se remplace plus, elle se complète. */
  readonly signee: boolean
}

/** Les pièces qui valent aujourd’hui pour cet objet (aucune n’est remplacée), la plus récente d’abord. */
export const piecesCourantes = async (
  tx: TenantTx,
  f: { readonly genre?: GenrePiece; readonly objet?: string },
): Promise<PieceCourante[]> => {
  const { rows } =
    await sql<PieceCourante>`select p.id, p.genre, p.numero, p.pages, encode(p.empreinte, 'hex') as empreinte,
      p.emise_le as "emiseLe", p.donnees, encode(p.faits, 'hex') as faits,
      exists (select from documents.signature s where s.organisme_id = p.organisme_id and s.piece_id = p.id
        and s.acte = 'signature' and s.role = 'client') as signee
    from documents.piece p where p.organisme_id = (select app.organisme())
      and ${f.genre ? sql`p.genre = ${f.genre}` : sql`true`} and ${f.objet ? sql`p.objet_id = ${f.objet}::uuid` : sql`true`}
      and not exists (select from documents.piece r where r.organisme_id = p.organisme_id and r.remplace_id = p.id)
    order by p.emise_le desc, p.id desc limit 100`.execute(tx)
  return rows
}
