import { sql } from 'kysely'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { GenreSuite } from '../domain/affaires.ts'
import type { Affaire } from './affaires.ts'

export const insererAffaire = async (
  tx: TenantTx,
  a: Pick<
    Affaire,
    'id' | 'activite' | 'genre' | 'auteur' | 'objet' | 'session' | 'inscription' | 'recuLe'
  > & { readonly recit: Uint8Array },
  le: Date,
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into qualite.affaire (id, activite_id, genre, auteur, objet, session_id, inscription_id, recit, recu_le, inscrit_le)
    values (${a.id}, ${a.activite}, ${a.genre}, ${a.auteur}, ${a.objet}, ${a.session}, ${a.inscription}, ${Buffer.from(a.recit)}, ${a.recuLe}, ${le})
    on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

export const insererSuite = async (
  tx: TenantTx,
  a: Affaire,
  s: { readonly id: string; readonly genre: GenreSuite; readonly le: string; readonly texte: string },
  le: Date,
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into qualite.suite (id, activite_id, affaire_id, genre, le, texte, inscrit_le)
    values (${s.id}, ${a.activite}, ${a.id}, ${s.genre}, ${s.le}, ${s.texte}, ${le}) on conflict do nothing`.execute(
      tx,
    )
  return numAffectedRows === 1n
}

/** Une lecture accordée, ou un refus : l’un et l’autre restent. */
export const tracerLecture = async (tx: TenantTx, a: Affaire, accordee: boolean, le: Date): Promise<void> => {
  await sql`insert into qualite.lecture (id, activite_id, affaire_id, accordee, le) values (${newId()}, ${a.activite}, ${a.id}, ${accordee}, ${le})`.execute(
    tx,
  )
}
