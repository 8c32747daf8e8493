import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Bien, BienId, DemiJourneeDuBien, Reservation } from '../domain/biens.ts'

/** Les biens prêtés qui se voient d’ici ; ou l’un d’eux. */
export const lireBiens = async (tx: TenantTx, bien: BienId | null = null): Promise<Bien[]> =>
  (
    await sql<Bien>`select bien, organisme, cooperative, pole, nom_du_pole as "nomDuPole", salle, titre, adresse, acces, places, equipement, reglement,
        membre::float8 as membre, autre::float8 as autre, taux, tampon, visa, preavis, retenue, retire_le as "retireLe", mien
      from porte.biens(${bien}::uuid)`.execute(tx)
  ).rows

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
    await sql<Reservation>`select reservation, bien, titre, envoyeur, receveur, recoit, pole, objet, debut, fin, etat, prix::float8 as prix, taux, preavis, retenue,
        demandee_le as "demandeeLe", expire_le as "expireLe", finie_le as "finieLe", finie_par as "finiePar", motif, rang, mienne,
        ferme_le as "fermeLe", par_elle as "parElle"
      from porte.reservations(${bien}::uuid)`.execute(tx)
  ).rows
