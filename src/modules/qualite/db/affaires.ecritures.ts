import { sql } from 'kysely'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { GenreSuite } from '../domain/affaires.ts'
import type { Affaire } from './affaires.ts'

export const insererAffaire = async (
  tx: TenantTx,
  a: Pick<
    Affaire,
    'id' | 'activite' | 'genre' | 'auteur' | 'objet' | 'session' | 'inscription' | 'recuLe' | 'confieA'
  > & { readonly recit: Uint8Array },
  le: Date,
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into qualite.affaire (id, activite_id, genre, auteur, objet, session_id, inscription_id, recit, recu_le, inscrit_le, confie_a)
    values (${a.id}, ${a.activite}, ${a.genre}, ${a.auteur}, ${a.objet}, ${a.session}, ${a.inscription}, ${Buffer.from(a.recit)}, ${a.recuLe}, ${le}, ${a.confieA})
    on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

export const insererSuite = async (
  tx: TenantTx,
  a: Affaire,
  s: {
    readonly id: string
    readonly genre: GenreSuite
    readonly le: string
    readonly texte: string | Uint8Array
    /** La personne choisie, quand la suite confie l’affaire. */
    readonly confieA?: string | null
  },
  le: Date,
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into qualite.suite (id, activite_id, affaire_id, genre, le, texte, chiffre, confie_a, inscrit_le)
    values (${s.id}, ${a.activite}, ${a.id}, ${s.genre}, ${s.le}, ${typeof s.texte === 'string' ? s.texte : null},
      ${typeof s.texte === 'string' ? null : Buffer.from(s.texte)}::bytea, ${s.confieA ?? null}, ${le}) on conflict do nothing`.execute(
      tx,
    )
  return numAffectedRows === 1n
}

/** Une lecture accordée, ou un refus : l’un et l’autre restent. */
export const tracerLecture = async (
  tx: TenantTx,
  a: Pick<Affaire, 'id' | 'activite'>,
  {
    accordee,
    quoi,
    le,
  }: { readonly accordee: boolean; readonly quoi: 'recit' | 'mesures'; readonly le: Date },
): Promise<void> => {
  await sql`insert into qualite.lecture (id, activite_id, affaire_id, accordee, quoi, le)
    values (${newId()}, ${a.activite}, ${a.id}, ${accordee}, ${quoi}, ${le})`.execute(tx)
}

/** Remplace par son chiffré ce qu’une affaire protégée disait en clair ; faux si elle a changé depuis qu’on l’a lue. */
export const fermerProtegee = async (
  tx: TenantTx,
  affaire: string,
  recit: { readonly avant: Uint8Array; readonly apres: Uint8Array },
  suites: readonly { readonly id: string; readonly chiffre: Uint8Array }[],
): Promise<boolean> =>
  (
    await sql<{
      r: boolean | null
    }>`select porte.fermer_protegee(${affaire}::uuid, ${Buffer.from(recit.avant)}::bytea,
      ${Buffer.from(recit.apres)}::bytea, ${suites.map((s) => s.id)}::uuid[], ${suites.map((s) => Buffer.from(s.chiffre))}::bytea[]) as r`.execute(
      tx,
    )
  ).rows[0]?.r === true
