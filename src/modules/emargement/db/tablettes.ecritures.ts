import { sql } from 'kysely'
import { tokenDigest } from '#platform/auth/token.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Demi, TabletteId } from '../domain/ports.ts'
import type { SeanceId } from '../domain/signer-demi-journee.ts'

/** Une tablette qui circule, ou le code de la salle que chacun lit de son téléphone. */
type GenreTablette = 'tablette' | 'salle'

export const poserTablette = async (
  tx: TenantTx,
  demi: Demi,
  t: {
    readonly id?: TabletteId
    readonly genre?: GenreTablette
    readonly jeton: string
    readonly le: Date
    readonly minutes: number
  },
): Promise<void> => {
  await sql`insert into emargement.tablette (id, activite_id, seance_id, jeton, ouverte_le, expire_le, genre)
    values (${t.id ?? newId(t.le)}::uuid, ${demi.activite}::uuid, ${demi.seance.id}::uuid, ${tokenDigest(t.jeton)}::bytea,
      ${t.le}::timestamptz, now() + make_interval(mins => ${t.minutes}::int4), ${t.genre ?? 'tablette'})`.execute(
    tx,
  )
}

export const fermerLesTablettes = async (
  tx: TenantTx,
  seance: SeanceId,
  le: Date,
  genre: GenreTablette = 'tablette',
): Promise<number> => {
  const { numAffectedRows } = await sql`update emargement.tablette set fermee_le = ${le}::timestamptz
    where organisme_id = (select app.organisme()) and seance_id = ${seance}::uuid and genre = ${genre} and fermee_le is null`.execute(
    tx,
  )
  return Number(numAffectedRows ?? 0)
}
