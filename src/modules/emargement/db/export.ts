import { sql } from 'kysely'
import { ZONE_PAR_DEFAUT, type Zone } from '#kernel/zones.ts'
import { genresQui, type PieceId } from '#modules/documents/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { sha256 } from '#platform/json/canonique.ts'
import { type EntreeLue, lireEntree } from '../domain/lire-entree.ts'
import { objetDe } from '../domain/maillon.ts'

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

export type EntreeDuRegistre = {
  readonly numero: number
  readonly empreinte: string
  /** Rien d’un format que cette version ne lit pas. */
  readonly lue: EntreeLue | undefined
  /** Celle de la salle ; celle de la métropole pour une entrée sans séance. */
  readonly zone: Zone
}

const entreesParPage = 20
/** Vingt entrées, de la plus récente à la plus ancienne : les dernières, celles d’avant un numéro, ou celles d’après. */
export const pageDEntrees = async (
  tx: TenantTx,
  ou: { readonly plusVieillesQue?: number; readonly plusRecentesQue?: number } = {},
): Promise<EntreeDuRegistre[]> => {
  const { rows } = await sql<{ numero: number; contenu: string; empreinte: string }>`
    select numero, contenu, encode(empreinte, 'hex') as empreinte from emargement.maillon
    where organisme_id = (select app.organisme())
      ${ou.plusVieillesQue === undefined ? sql`` : sql`and numero < ${ou.plusVieillesQue}::int8`}
      ${ou.plusRecentesQue === undefined ? sql`` : sql`and numero > ${ou.plusRecentesQue}::int8`}
    order by numero ${ou.plusRecentesQue === undefined ? sql`desc` : sql`asc`} limit ${entreesParPage}`.execute(
    tx,
  )
  const lues = rows
    .map(({ contenu, ...r }) => {
      const lue = lireEntree(contenu)
      return { ...r, lue: lue.ok ? lue.value : undefined }
    })
    .sort((a, b) => b.numero - a.numero)
  const seances = [...new Set(lues.flatMap((l) => l.lue?.seance ?? []))]
  const zones = new Map(
    (
      await sql<{ id: string; zone: Zone }>`select se.id, s.zone from sessions.seance se
          join sessions.session s on s.organisme_id = se.organisme_id and s.id = se.session_id
        where se.organisme_id = (select app.organisme()) and se.id = any (${seances}::uuid[])`.execute(tx)
    ).rows.map((r) => [r.id, r.zone]),
  )
  return lues.map((l) => ({ ...l, zone: zones.get(l.lue?.seance ?? '') ?? ZONE_PAR_DEFAUT }))
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
  tx: TenantTx,
  jusque: number,
): Promise<ContresignatureDeJalon[]> => {
  const { rows } =
    await sql<ContresignatureDeJalon>`select r.numero, r.temoin, r.nom, encode(r.cle, 'hex') as cle, r.contenu, r.signature
    from porte.contreseings_recus() r join emargement.jalon j on j.organisme_id = (select app.organisme()) and j.numero = r.numero
      and sha256(convert_to(j.contenu, 'UTF8')) = r.jalon
    where r.vaut and r.numero <= ${jusque}::int8 order by r.numero, r.temoin`.execute(tx)
  return rows
}

/** Les pièces que le registre fonde : feuilles, certificats, attestations, extraits. */
export const piecesDuRegistre = async (
  tx: TenantTx,
  session?: string,
): Promise<{ id: PieceId; genre: string; empreinte: Buffer }[]> => {
  const { rows } = await sql<{ id: PieceId; genre: string; empreinte: Buffer }>`
    select p.id, p.genre, p.empreinte from documents.piece p
    where p.organisme_id = (select app.organisme())
      and p.genre = any (${`{${genresQui('conserve', 'realisation').join(',')}}`}::text[])
      ${
        session
          ? sql`and (p.objet_id = ${session}::uuid or p.objet_id in (select i.id from inscriptions.inscription i
              where i.organisme_id = (select app.organisme()) and i.session_id = ${session}::uuid))`
          : sql``
      }
    order by p.emise_le, p.id`.execute(tx)
  return rows
}

/** La clé publique de chaque appareil qui signe sans réseau, hexadécimale ; d’une session, ceux qui en ont emporté une feuille. */
export const clesDesAppareils = async (
  tx: TenantTx,
  session?: string,
): Promise<{ id: string; cle: string }[]> => {
  const { rows } = await sql<{
    id: string
    cle: string
  }>`select a.id, encode(a.cle, 'hex') as cle from emargement.appareil a
    where a.organisme_id = (select app.organisme()) ${
      session
        ? sql`and exists (select from emargement.emport e join sessions.seance se on se.organisme_id = e.organisme_id and se.id = e.seance_id
            where e.organisme_id = a.organisme_id and e.appareil_id = a.id and se.session_id = ${session}::uuid)`
        : sql``
    } order by a.id`.execute(tx)
  return rows
}

/** Les jetons d’emport, tels que l’instance les a signés. */
export const emportsDuRegistre = async (
  tx: TenantTx,
  session?: string,
): Promise<{ jeton: string; signature: Buffer }[]> => {
  const { rows } = await sql<{
    jeton: string
    signature: Buffer
  }>`select e.jeton, e.signature from emargement.emport e
      join sessions.seance se on se.organisme_id = e.organisme_id and se.id = e.seance_id
    where e.organisme_id = (select app.organisme()) ${session ? sql`and se.session_id = ${session}::uuid` : sql``}
    order by e.emporte_le, e.appareil_id, e.seance_id`.execute(tx)
  return rows
}

/** D’une session, ceux qui en ont emporté une feuille. */
const deLaSession = (appareil: string, session: string | undefined) =>
  session
    ? sql`and exists (select from emargement.emport e join sessions.seance se on se.organisme_id = e.organisme_id and se.id = e.seance_id
        where e.organisme_id = x.organisme_id and e.appareil_id = ${sql.ref(appareil)} and se.session_id = ${session}::uuid)`
    : sql``

/** Chaque échange d’un appareil avec le serveur : d’où se compte ce qu’il signe ensuite. */
export const passagesDuRegistre = async (
  tx: TenantTx,
  session?: string,
): Promise<{ appareil: string; le: Date; rang: number; tete: string | null; ecartMs: number }[]> => {
  const { rows } = await sql<{
    appareil: string
    le: Date
    rang: number
    tete: string | null
    ecartMs: number
  }>`select x.appareil_id as appareil, x.le, x.rang, encode(x.tete, 'hex') as tete, x.ecart_ms::float8 as "ecartMs"
    from emargement.passage x where x.organisme_id = (select app.organisme()) ${deLaSession('x.appareil_id', session)}
    order by x.appareil_id, x.le, x.id`.execute(tx)
  return rows
}

/** Les gestes bien signés que le registre n’a pas pris : leur place dans la suite d’un appareil n’est pas un trou. */
export const gestesRefuses = async (
  tx: TenantTx,
  session?: string,
): Promise<{ appareil: string; rang: number; empreinte: string; code: string }[]> => {
  const { rows } = await sql<{
    appareil: string
    rang: number
    empreinte: string
    code: string
  }>`select x.appareil_id as appareil, x.rang, encode(x.empreinte, 'hex') as empreinte, x.code
    from emargement.geste_refuse x where x.organisme_id = (select app.organisme()) ${deLaSession('x.appareil_id', session)}
    order by x.appareil_id, x.rang, x.empreinte`.execute(tx)
  return rows
}
