import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'

/** Ce qui a été remis par lien : la pièce, gardée une fois par genre. */
export const noterRemise = async (
  tx: TenantTx,
  r: {
    readonly inscription: string
    readonly activite: string
    readonly genre: string
    readonly piece: string
    readonly le: Date
  },
): Promise<void> => {
  await sql`insert into inscriptions.remise (activite_id, inscription_id, genre, remis_le, moyen, piece_id)
    values (${r.activite}::uuid, ${r.inscription}::uuid, ${r.genre}, ${r.le}::timestamptz, 'lien', ${r.piece}::uuid)
    on conflict (organisme_id, inscription_id, genre) do update set piece_id = excluded.piece_id
      where inscriptions.remise.accuse_le is null`.execute(tx)
}

export const noterAccuse = async (tx: TenantTx, inscription: string, le: Date): Promise<void> => {
  await sql`update inscriptions.remise set accuse_le = ${le}::timestamptz, accuse_moyen = 'lien'
    where organisme_id = (select app.organisme()) and inscription_id = ${inscription}::uuid and accuse_le is null`.execute(
    tx,
  )
}

/** Un papier ne dit qu’un jour : midi de Paris en tient lieu, jamais avant la remise qu’il accuse. */
export const noterAccusePapier = async (tx: TenantTx, inscription: string, jour: string): Promise<void> => {
  await sql`update inscriptions.remise set accuse_moyen = 'main-propre',
      accuse_le = greatest(remis_le, (${jour}::date + time '12:00') at time zone 'Europe/Paris')
    where organisme_id = (select app.organisme()) and inscription_id = ${inscription}::uuid and accuse_le is null`.execute(
    tx,
  )
}
