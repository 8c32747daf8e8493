/** Chaque porte répond d’un mot : ce qui s’est fait, ou pourquoi rien n’a bougé (`direRefusDeBien`). */
import { type RawBuilder, sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { OrganismeId } from '#kernel/id.ts'
import type { PoleId } from '#modules/pole/index.ts'
import type { SalleId, SessionId } from '#modules/sessions/index.ts'
import type { EntrepriseId } from '#modules/tiers/index.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import type { Bien, BienId, LieuPrete, Photo, PhotoId, ReservationId } from '../domain/biens.ts'

const mot = async (tx: TenantTx, appel: RawBuilder<{ r: string }>): Promise<string> =>
  (await appel.execute(tx)).rows[0]?.r ?? 'refuse'

/** Un bien que l’on prête ; mêmes unités que `Bien`. */
export type BienAPreter = Pick<
  Bien,
  | 'titre'
  | 'adresse'
  | 'acces'
  | 'configurations'
  | 'equipement'
  | 'reglement'
  | 'membre'
  | 'autre'
  | 'taux'
  | 'tampon'
  | 'visa'
  | 'bareme'
> & { readonly pole: PoleId; readonly salle: SalleId | null; readonly uneSalle: boolean }
export const preterBien = (tx: TenantTx, id: BienId, b: BienAPreter, le: Date) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.bien_preter(${id}::uuid, ${b.pole}::uuid, ${b.salle}::uuid, ${b.titre}, ${b.adresse}, ${b.acces}, ${b.equipement},
      ${b.reglement}, ${b.membre}::bigint, ${b.autre}::bigint, ${b.taux}::integer, ${b.tampon}::integer, ${b.visa}, ${b.uneSalle},
      ${b.configurations.map((c) => c.nom)}::text[], ${b.configurations.map((c) => c.places)}::integer[], ${b.bareme.map((s) => s.jours)}::integer[],
      ${b.bareme.map((s) => s.points)}::integer[], ${le}::timestamptz) as r`,
  )
/** Ce qui se corrige d’une fiche : ni son pôle, ni sa salle, ni son nom. */
export type FicheDuBien = Omit<BienAPreter, 'pole' | 'salle' | 'uneSalle' | 'titre'>
/** `version` : celle que l’on a lue. */
export const corrigerBien = (tx: TenantTx, id: BienId, version: number, b: FicheDuBien) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.bien_corriger(${id}::uuid, ${version}::integer, ${b.adresse}, ${b.acces}, ${b.equipement}, ${b.reglement}, ${b.membre}::bigint,
      ${b.autre}::bigint, ${b.taux}::integer, ${b.tampon}::integer, ${b.visa}, ${b.configurations.map((c) => c.nom)}::text[],
      ${b.configurations.map((c) => c.places)}::integer[], ${b.bareme.map((s) => s.jours)}::integer[], ${b.bareme.map((s) => s.points)}::integer[]) as r`,
  )
export const retirerBien = (tx: TenantTx, id: BienId, le: Date) =>
  mot(tx, sql<{ r: string }>`select porte.bien_retirer(${id}::uuid, ${le}::timestamptz) as r`)

export type BienADemander = {
  readonly objet: string
  /** Une de celles de la fiche ; vide : telle quelle. */
  readonly configuration: string
  readonly debut: Date
  readonly fin: Date
  /** La version de la fiche que la page a montrée ; absente, rien n’en est jugé. */
  readonly version?: number
}
export const demanderBien = (tx: TenantTx, id: ReservationId, bien: BienId, d: BienADemander, le: Date) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.bien_demander(${id}::uuid, ${bien}::uuid, ${d.objet}, ${d.configuration}, ${d.debut}::timestamptz,
      ${d.fin}::timestamptz, ${le}::timestamptz, ${d.version ?? null}::integer) as r`,
  )
/** Pour une structure du carnet, qui n’est pas du pôle, au prix « à d’autres » : ferme, ou en option tant qu’un visa l’attend. */
export const reserverPourUnTiers = (
  tx: TenantTx,
  id: ReservationId,
  bien: BienId,
  tiers: EntrepriseId,
  d: BienADemander,
  le: Date,
) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.bien_reserver_pour_un_tiers(${id}::uuid, ${bien}::uuid, ${tiers}::uuid, ${d.objet}, ${d.configuration},
      ${d.debut}::timestamptz, ${d.fin}::timestamptz, ${le}::timestamptz, ${d.version ?? null}::integer) as r`,
  )
/** Plusieurs biens, plusieurs créneaux, tous ou aucun : un mot par demande, dans l’ordre reçu. */
export const demanderBiens = async (
  tx: TenantTx,
  objet: string,
  demandes: readonly (Omit<BienADemander, 'objet'> & {
    readonly id: ReservationId
    readonly bien: BienId
  })[],
  le: Date,
): Promise<readonly string[]> => {
  const { rows } = await sql<{
    mots: string[]
  }>`select porte.biens_demander(${demandes.map((d) => d.id)}::uuid[],
      ${demandes.map((d) => d.bien)}::uuid[], ${objet}, ${demandes.map((d) => d.configuration)}::text[], ${demandes.map((d) => d.debut)}::timestamptz[],
      ${demandes.map((d) => d.fin)}::timestamptz[], ${le}::timestamptz, ${demandes.map((d) => d.version ?? null)}::integer[]) as mots`.execute(
    tx,
  )
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
/** De la part de la structure du carnet pour qui elle fut notée, et depuis quand elle l’a dit ; sans effet d’une coopérative. */
export type Annulation = {
  readonly motif: string
  readonly parElle: boolean
  /** Nul : aujourd’hui. */
  readonly prevenu: DateCivile | null
}
export const annulerReservation = (
  tx: TenantTx,
  id: ReservationId,
  { motif, parElle, prevenu }: Annulation,
  le: Date,
) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.reservation_annuler(${id}::uuid, ${motif}, ${parElle}, ${prevenu}::date, ${le}::timestamptz) as r`,
  )

/** Notre session se tient dans cette réservation ; `tient` faux : elle ne s’y tient pas. */
export const planifierReservation = (
  tx: TenantTx,
  reservation: ReservationId,
  session: SessionId,
  tient = true,
) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.reservation_planifier(${reservation}::uuid, ${session}::uuid, ${tient}) as r`,
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

/** Une salle réservée dont la fiche va au registre de qui réserve (`LieuPrete`). */
export type LieuAClasser = Omit<LieuPrete, 'cle' | 'le'> & {
  readonly organisme: OrganismeId
  /** De qui est le bien. */
  readonly bienDe: OrganismeId
  readonly reservation: ReservationId
}
/** Pour la tâche de fond seule. */
export const lieuxAClasser = async (tx: PublicTx, limite: number): Promise<readonly LieuAClasser[]> =>
  (
    await sql<LieuAClasser>`select organisme, preteuse, bien_de as "bienDe", reservation, session, activite, titre, adresse, acces, places, configurations,
        equipement, reglement, debut, liee from porte.lieux_a_classer(${limite})`.execute(tx)
  ).rows
/** Sa fiche est classée pour cette session. Pour la tâche de fond seule. */
export const noterLieuClasse = async (
  tx: PublicTx,
  { bienDe, reservation, session }: Pick<LieuAClasser, 'bienDe' | 'reservation' | 'session'>,
): Promise<void> => {
  await sql`select porte.lieu_classer(${bienDe}::uuid, ${reservation}::uuid, ${session}::uuid)`.execute(tx)
}
