import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { PoleId } from './poles.ts'
import type { Veille } from './veille.ts'

/** Faux : le même envoi est déjà là. */
export const partagerVeille = async (tx: TenantTx, v: Omit<Veille, 'organisme'>): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into pole.veille (pole_id, id, genre, titre, source, parue_le, resume, impact, par, le)
    values (${v.pole}, ${v.id}, ${v.genre}, ${v.titre}, ${v.source}, ${v.parueLe}, ${v.resume}, ${v.impact}, ${v.par}, ${v.le})
    on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

/** Retire ce que la coopérative a partagé ; ce qu’on en a repris ailleurs reste. */
export const retirerVeille = async (tx: TenantTx, pole: PoleId, id: string, le: Date): Promise<boolean> => {
  const { numAffectedRows } = await sql`update pole.veille set retiree_le = ${le}
    where pole_id = ${pole} and id = ${id} and retiree_le is null`.execute(tx)
  return numAffectedRows === 1n
}
