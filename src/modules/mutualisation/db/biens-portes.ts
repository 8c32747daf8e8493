/** Chaque porte répond d’un mot : ce qui s’est fait, ou pourquoi rien n’a bougé (`direRefusDeBien`). */
import { type RawBuilder, sql } from 'kysely'
import type { OrganismeId } from '#kernel/id.ts'
import type { PoleId } from '#modules/pole/index.ts'
import type { SalleId } from '#modules/sessions/index.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import type { Bien, BienId, Photo, PhotoId, ReservationId } from '../domain/biens.ts'

const mot = async (tx: TenantTx, appel: RawBuilder<{ r: string }>): Promise<string> =>
  (await appel.execute(tx)).rows[0]?.r ?? 'refuse'

/** Un bien que l’on prête ; mêmes unités que `Bien`. */
export type BienAPreter = Pick<
  Bien,
  | 'titre'
  | 'adresse'
  | 'acces'
  | 'places'
  | 'equipement'
  | 'reglement'
  | 'membre'
  | 'autre'
  | 'taux'
  | 'tampon'
  | 'visa'
  | 'preavis'
  | 'retenue'
> & { readonly pole: PoleId; readonly salle: SalleId | null; readonly uneSalle: boolean }
export const preterBien = (tx: TenantTx, id: BienId, b: BienAPreter, le: Date) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.bien_preter(${id}::uuid, ${b.pole}::uuid, ${b.salle}::uuid, ${b.titre}, ${b.adresse}, ${b.acces}, ${b.places}, ${b.equipement},
      ${b.reglement}, ${b.membre}::bigint, ${b.autre}::bigint, ${b.taux}::integer, ${b.tampon}::integer, ${b.visa}, ${b.preavis}::integer,
      ${b.retenue}::integer, ${b.uneSalle}, ${le}::timestamptz) as r`,
  )
export const retirerBien = (tx: TenantTx, id: BienId, le: Date) =>
  mot(tx, sql<{ r: string }>`select porte.bien_retirer(${id}::uuid, ${le}::timestamptz) as r`)

export type BienADemander = {
  readonly objet: string
  readonly debut: Date
  readonly fin: Date
}
export const demanderBien = (tx: TenantTx, id: ReservationId, bien: BienId, d: BienADemander, le: Date) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.bien_demander(${id}::uuid, ${bien}::uuid, ${d.objet}, ${d.debut}::timestamptz, ${d.fin}::timestamptz,
      ${le}::timestamptz) as r`,
  )
/** Plusieurs biens, plusieurs créneaux, tous ou aucun : un mot par demande, dans l’ordre reçu. */
export const demanderBiens = async (
  tx: TenantTx,
  objet: string,
  demandes: readonly (Omit<BienADemander, 'objet'> & { readonly id: ReservationId; readonly bien: BienId })[],
  le: Date,
): Promise<readonly string[]> => {
  const { rows } = await sql<{
    mots: string[]
  }>`select porte.biens_demander(${demandes.map((d) => d.id)}::uuid[],
      ${demandes.map((d) => d.bien)}::uuid[], ${objet}, ${demandes.map((d) => d.debut)}::timestamptz[],
      ${demandes.map((d) => d.fin)}::timestamptz[], ${le}::timestamptz) as mots`.execute(tx)
  return rows[0]?.mots ?? []
}
export const repondreReservation = (
  tx: TenantTx,
  id: ReservationId,
  { oui, motif }: { readonly oui: boolean; readonly motif: string },
  le: Date,
) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.reservation_repondre(${id}::uuid, ${oui}, ${motif}, ${le}::timestamptz) as r`,
  )
export const annulerReservation = (tx: TenantTx, id: ReservationId, motif: string, le: Date) =>
  mot(
    tx,
    sql<{ r: string }>`select porte.reservation_annuler(${id}::uuid, ${motif}, ${le}::timestamptz) as r`,
  )

/** Rend les heures des options échues, et fait avancer les files ; combien. Pour la tâche de fond seule. */
export const expirerReservations = async (tx: PublicTx, limite: number, le: Date): Promise<number> =>
  (
    await sql<{
      n: number
    }>`select porte.reservation_expirer(${limite}, ${le}::timestamptz) as n`.execute(tx)
  ).rows[0]?.n ?? 0

export const photographierBien = (
  tx: TenantTx,
  p: {
    readonly id: PhotoId
    readonly bien: BienId
    readonly legende: string
    readonly fichier: string
    readonly type: string
  },
  le: Date,
) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.bien_photographier(${p.id}::uuid, ${p.bien}::uuid, ${p.legende}, ${p.fichier}, ${p.type}, ${le}::timestamptz) as r`,
  )
export const oterPhoto = (tx: TenantTx, id: PhotoId, le: Date) =>
  mot(tx, sql<{ r: string }>`select porte.bien_photo_oter(${id}::uuid, ${le}::timestamptz) as r`)

/** Les photographies d’un bien ; les octets, de celle que l’on nomme seulement. */
export const photosDuBien = async (
  tx: TenantTx,
  bien: BienId,
  photo: PhotoId | null = null,
): Promise<(Photo & { organisme: string; empreinte: string; octets: Buffer | null })[]> =>
  (
    await sql<
      Photo & { organisme: string; empreinte: string; octets: Buffer | null }
    >`select photo, legende, type, organisme, empreinte, octets from porte.bien_photos(${bien}::uuid, ${photo}::uuid)`.execute(
      tx,
    )
  ).rows

type ARefaire = { photo: PhotoId; organisme: OrganismeId; empreinte: string }
/** Les photographies dont l’image porte encore ses métadonnées, après celle-ci. Pour la tâche de fond seule. */
export const photosARefaire = async (
  tx: PublicTx,
  apres: PhotoId | null,
  limite: number,
): Promise<readonly ARefaire[]> =>
  (
    await sql<ARefaire>`select photo, organisme, empreinte from porte.photos_a_refaire(${apres}::uuid, ${limite})`.execute(
      tx,
    )
  ).rows
/** Met l’image refaite, déjà rangée, à la place de la première ; rend les fichiers à ôter du dépôt. */
export const photoRefaite = async (
  tx: TenantTx,
  p: Pick<ARefaire, 'photo' | 'organisme' | 'empreinte'>,
  fichier: string,
): Promise<readonly string[]> =>
  (
    await sql<{
      oter: string[]
    }>`select porte.photo_refaite(${p.organisme}::uuid, ${p.photo}::uuid, ${p.empreinte}, ${fichier}) as oter`.execute(
      tx,
    )
  ).rows[0]?.oter ?? []
