import { sql } from 'kysely'
import type { PieceId } from '#modules/documents/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { objetDe } from '../domain/maillon.ts'
import { sha256 } from './ecritures.ts'

export type TeteDuRegistre = {
  readonly organisme: string
  readonly nom: string
  readonly code: string
  /** Numéro de la dernière entrée, 0 si le registre est vide. */
  readonly numero: number
  readonly empreinte: string | null
  readonly inscritLe: Date | null
}

export const teteDuRegistre = async (tx: TenantTx): Promise<TeteDuRegistre> => {
  const { rows } =
    await sql<TeteDuRegistre>`select o.organisme_id as organisme, o.nom, o.code, coalesce(m.numero, 0) as numero,
      encode(m.empreinte, 'hex') as empreinte, m.inscrit_le as "inscritLe"
    from organisme.organisme o left join lateral (select numero, empreinte, inscrit_le from emargement.maillon x
      where x.organisme_id = o.organisme_id order by x.numero desc limit 1) m on true
    where o.organisme_id = (select app.organisme())`.execute(tx)
  const tete = rows[0]
  if (!tete) throw new Error('Aucun organisme n’est ouvert.')
  return tete
}

export type SessionDuRegistre = {
  readonly id: string
  readonly sel: Buffer
  readonly numero: string
  readonly intitule: string
  /** Son étiquette dans la chaîne, hexadécimale. */
  readonly objet: string
}

/** Les sessions, ou celle-là, avec ce qui prouve leur étiquette. */
export const sessionsDuRegistre = async (tx: TenantTx, session?: string): Promise<SessionDuRegistre[]> => {
  const { rows } = await sql<
    Omit<SessionDuRegistre, 'objet'>
  >`select id, sel, numero, intitule from sessions.session
    where organisme_id = (select app.organisme()) ${session ? sql`and id = ${session}::uuid` : sql``} order by id`.execute(
    tx,
  )
  return rows.map((s) => ({ ...s, objet: Buffer.from(objetDe(s.id, s.sel, sha256)).toString('hex') }))
}

export const lotDeMaillons = async (
  tx: TenantTx,
  apres: number,
  jusque: number,
): Promise<{ numero: number; objet: Buffer; contenu: string; empreinte: Buffer }[]> => {
  const { rows } = await sql<{ numero: number; objet: Buffer; contenu: string; empreinte: Buffer }>`
    select numero, objet, contenu, empreinte from emargement.maillon
    where organisme_id = (select app.organisme()) and numero > ${apres}::int8 and numero <= ${jusque}::int8 order by numero`.execute(
    tx,
  )
  return rows
}

export const partsDuLot = async (
  tx: TenantTx,
  apres: number,
  jusque: number,
): Promise<{ numero: number; objet: Buffer; part: string; sel: Buffer; contenu: string }[]> => {
  const { rows } = await sql<{ numero: number; objet: Buffer; part: string; sel: Buffer; contenu: string }>`
    select m.numero, m.objet, v.part, v.sel, v.contenu from emargement.maillon m
      join emargement.prive v on v.organisme_id = m.organisme_id and v.maillon_id = m.id
    where m.organisme_id = (select app.organisme()) and m.numero > ${apres}::int8 and m.numero <= ${jusque}::int8
    order by m.numero, v.part`.execute(tx)
  return rows
}

export const jalonsJusque = async (
  tx: TenantTx,
  jusque: number,
): Promise<{ numero: number; contenu: string; signature: Buffer; poseLe: Date }[]> => {
  const { rows } = await sql<{ numero: number; contenu: string; signature: Buffer; poseLe: Date }>`
    select numero, contenu, signature, pose_le as "poseLe" from emargement.jalon
    where organisme_id = (select app.organisme()) and numero <= ${jusque}::int8 order by numero`.execute(tx)
  return rows
}

export type ContresignatureDeJalon = {
  readonly numero: number
  readonly temoin: string
  readonly nom: string
  /** Clé publique du témoin, hexadécimale. */
  readonly cle: string
  readonly contenu: string
  readonly signature: Buffer
}

/** Ce que les témoins ont contresigné de nos jalons. */
export const contresignaturesDeMesJalons = async (
  _tx: TenantTx,
  _jusque: number,
): Promise<ContresignatureDeJalon[]> => []

/** Les pièces que le registre fonde : feuilles, certificats, attestations, extraits. */
export const piecesDuRegistre = async (
  tx: TenantTx,
  session?: string,
): Promise<{ id: PieceId; genre: string; empreinte: Buffer }[]> => {
  const { rows } = await sql<{ id: PieceId; genre: string; empreinte: Buffer }>`
    select p.id, p.genre, p.empreinte from documents.piece p
    where p.organisme_id = (select app.organisme())
      and p.genre = any ('{feuille-emargement,certificat-realisation,attestation,extrait-presence}'::text[])
      ${
        session
          ? sql`and (p.objet_id = ${session}::uuid or p.objet_id in (select i.id from inscriptions.inscription i
              where i.organisme_id = (select app.organisme()) and i.session_id = ${session}::uuid))`
          : sql``
      }
    order by p.emise_le, p.id`.execute(tx)
  return rows
}
