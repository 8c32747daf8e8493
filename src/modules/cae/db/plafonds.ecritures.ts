import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { Plafond, PlafondId } from './plafonds.ts'

/** Faux si un plafond de ce genre vaut déjà pour cette personne à l’une de ces dates. */
export const ajouterPlafond = async (
  tx: TenantTx,
  p: Omit<Plafond, 'revoqueLe' | 'ceMois'>,
): Promise<boolean> => {
  const { numAffectedRows } = await sql`insert into cae.plafond
      (id, compte_id, pour, genre, plafond_centimes, cumul_mensuel_centimes, du, au)
    values (${p.id}::uuid, ${p.compte}::uuid, ${p.pour}, ${p.genre}, ${p.montant}, ${p.cumul}, ${p.du}::date, ${p.au}::date)
    on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

/** Faux s’il est déjà révoqué, ou si la personne ne peut pas le révoquer : le sien, ou celui que la direction a posé. */
export const fermerPlafond = async (tx: TenantTx, id: PlafondId, le: Date): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`update cae.plafond set revoque_le = ${le}::timestamptz, revoque_par = app.personne()
    where organisme_id = (select app.organisme()) and id = ${id}::uuid and revoque_le is null`.execute(tx)
  return numAffectedRows === 1n
}
