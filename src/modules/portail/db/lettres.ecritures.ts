import { sql } from 'kysely'
import type { PoleId } from '#modules/pole/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Segment } from './lettres.ts'

/** Garde la lettre et l'envoie à qui elle concerne ; le même envoi, deux fois, n'écrit qu'une fois. */
export const envoyerLettre = async (
  tx: TenantTx,
  pole: PoleId,
  l: {
    readonly id: string
    readonly objet: string
    readonly mot: string
    readonly contenu: string
    readonly par: string
  } & Segment,
  le: Date,
): Promise<number> => {
  await sql`insert into portail.lettre (pole_id, id, objet, mot, contenu, par, departements, themes, envoyee_le)
    values (${pole}, ${l.id}, ${l.objet}, ${l.mot}, ${l.contenu}, ${l.par}, ${[...l.departements]}, ${[...l.themes]}, ${le})
    on conflict do nothing`.execute(tx)
  const { rows } = await sql<{
    n: number
  }>`select porte.envoyer_la_lettre(${pole}::uuid, ${l.id}::uuid) as n`.execute(tx)
  return rows[0]?.n ?? 0
}
