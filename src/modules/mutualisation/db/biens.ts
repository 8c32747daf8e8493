import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import { compterInscrits } from '#modules/inscriptions/index.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Bareme, Bien, BienId, DemiJourneeDuBien, Reservation, ReservationId } from '../domain/biens.ts'

type Seuils = { readonly jours: readonly number[]; readonly points: readonly number[] }
const baremeDe = (jours: readonly number[], points: readonly number[]): Bareme =>
  jours.map((j, i) => ({ jours: j, points: points[i] ?? 0 })).toSorted((a, b) => b.jours - a.jours)
type LigneDeBien = Omit<Bien, 'configurations' | 'bareme'> &
  Seuils & { readonly noms: readonly string[]; readonly places: readonly number[] }

/** Les biens prêtés qui se voient d’ici ; ou l’un d’eux. */
export const lireBiens = async (tx: TenantTx, bien: BienId | null = null): Promise<Bien[]> =>
  (
    await sql<LigneDeBien>`select bien, organisme, cooperative, pole, nom_du_pole as "nomDuPole", salle, titre, adresse, acces, equipement, reglement,
        membre::float8 as membre, autre::float8 as autre, taux, tampon, visa, repond, retire_le as "retireLe", mien, version,
        configurations as noms, places, jours, points
      from porte.biens(${bien}::uuid)`.execute(tx)
  ).rows.map(({ noms, places, jours, points, ...b }) => ({
    ...b,
    configurations: noms.map((nom, i) => ({ nom, places: places[i] ?? 0 })),
    bareme: baremeDe(jours, points),
  }))

/** Libre, en option ou occupé, par demi-journée ; soixante-dix jours au plus. */
export const occupationDuBien = async (
  tx: TenantTx,
  bien: BienId,
  du: DateCivile,
  au: DateCivile,
): Promise<DemiJourneeDuBien[]> =>
  (
    await sql<DemiJourneeDuBien>`select jour::text as jour, moment, etat from porte.bien_occupe(${bien}::uuid, ${du}::date, ${au}::date)`.execute(
      tx,
    )
  ).rows

/** Toutes celles d’un bien à soi ; les siennes, d’un bien d’une autre. Sans bien, toutes celles-là. */
export const lireReservations = async (tx: TenantTx, bien: BienId | null = null): Promise<Reservation[]> =>
  (
    await sql<
      Omit<Reservation, 'bareme'> & Seuils
    >`select reservation, bien, titre, envoyeur, receveur, recoit, pole, objet, debut, fin, etat, prix::float8 as prix, taux,
        demandee_le as "demandeeLe", expire_le as "expireLe", finie_le as "finieLe", finie_par as "finiePar", motif, rang, mienne,
        ferme_le as "fermeLe", par_elle as "parElle", configuration, places, jours, points, tiers, a_viser as "aViser", sessions, classees, adresse
      from porte.reservations(${bien}::uuid)`.execute(tx)
  ).rows.map(({ jours, points, ...r }) => ({ ...r, bareme: baremeDe(jours, points) }))

/** Une session d’ici, dans des heures réservées. */
export type SessionDansCesHeures = {
  readonly id: SessionId
  readonly dit: string
  readonly capacite: number
  readonly inscrits: number
  /** Planifiée pour la réservation ; sinon, son lieu écrit le déclare. */
  readonly liee: boolean
  /** Son lieu écrit dit ce bien, ou son adresse, d’aujourd’hui ou du jour de la demande. */
  readonly ici: boolean
  /** Une demi-journée au moins tient tout entière dans les heures réservées. */
  readonly tient: boolean
  /** La fiche de la salle est au registre pour elle. */
  readonly classee: boolean
}
/** Nos sessions qui se tiennent dans ces heures : planifiées pour la réservation, ou dont le lieu écrit est ce bien (`app.en_ce_lieu`). */
export const sessionsDansCesHeures = async (
  tx: TenantTx,
  { titre, adresse }: Pick<Bien, 'titre' | 'adresse'>,
  reservations: readonly Pick<
    Reservation,
    'reservation' | 'debut' | 'fin' | 'sessions' | 'classees' | 'adresse'
  >[],
): Promise<ReadonlyMap<ReservationId, readonly SessionDansCesHeures[]>> => {
  if (reservations.length === 0) return new Map()
  const liens = reservations.flatMap((r) => r.sessions.map((s) => [r.reservation, s] as const))
  const { rows } = await sql<
    Omit<SessionDansCesHeures, 'inscrits' | 'classee'> & { reservation: ReservationId }
  >`
    select h.reservation, s.id, s.numero || ', ' || s.intitule as dit, s.capacite, l.session is not null as liee,
        bool_and(app.en_ce_lieu(coalesce(x.lieu, s.lieu), ${titre}) or (${adresse} <> '' and app.en_ce_lieu(coalesce(x.lieu, s.lieu), ${adresse}))
          or (h.adresse <> '' and app.en_ce_lieu(coalesce(x.lieu, s.lieu), h.adresse))) as ici,
        bool_or(x.debut >= h.debut and x.fin <= h.fin) as tient
      from unnest(${reservations.map((r) => r.reservation)}::uuid[], ${reservations.map((r) => r.debut)}::timestamptz[],
        ${reservations.map((r) => r.fin)}::timestamptz[], ${reservations.map((r) => r.adresse)}::text[]) as h (reservation, debut, fin, adresse)
      join sessions.seance x on x.debut < h.fin and x.fin > h.debut and x.tenue
      join sessions.session s on s.organisme_id = x.organisme_id and s.id = x.session_id
      left join unnest(${liens.map(([r]) => r)}::uuid[], ${liens.map(([, s]) => s)}::uuid[]) as l (reservation, session)
        on l.reservation = h.reservation and l.session = s.id
     where l.session is not null or app.en_ce_lieu(coalesce(x.lieu, s.lieu), ${titre})
     group by h.reservation, s.id, dit, s.capacite, l.session order by dit limit 100`.execute(tx)
  const lues: (SessionDansCesHeures & { reservation: ReservationId })[] = []
  const classees = new Map(reservations.map((r) => [r.reservation, r.classees]))
  for (const s of rows)
    lues.push({
      ...s,
      inscrits: await compterInscrits(tx, s.id),
      classee: classees.get(s.reservation)?.includes(s.id) ?? false,
    })
  return Map.groupBy(lues, (s) => s.reservation)
}
