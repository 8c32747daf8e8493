import { sql } from 'kysely'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { GenreEspace } from '../domain/espace.ts'

/** Ouvre l’accès s’il n’a jamais existé et compte l’envoi. Rien s’il a été retiré : seule la coopérative le rouvre. */
export const compterEnvoi = async (
  tx: TenantTx,
  a: {
    readonly id: string
    readonly activite: ActiviteId
    readonly personne: PersonneId
    readonly genre: GenreEspace
  },
  le: Date,
): Promise<{ readonly id: string; readonly envois: number } | undefined> => {
  await sql`insert into espaces.acces (id, activite_id, personne_id, genre, cree_le) values (${a.id}, ${a.activite}, ${a.personne}, ${a.genre}, ${le})
    on conflict (organisme_id, personne_id, genre) do nothing`.execute(tx)
  return (
    await sql<{ id: string; envois: number }>`update espaces.acces set envois = envois + 1, envoye_le = ${le}
      where organisme_id = (select app.organisme()) and personne_id = ${a.personne} and genre = ${a.genre} and retire_le is null returning id, envois`.execute(
      tx,
    )
  ).rows[0]
}

export const retirerAcces = async (
  tx: TenantTx,
  personne: PersonneId,
  id: string,
  le: Date,
): Promise<boolean> =>
  (
    await sql`update espaces.acces set retire_le = ${le}, retire_par = (select app.personne())
      where organisme_id = (select app.organisme()) and personne_id = ${personne} and id = ${id} and retire_le is null`.execute(
      tx,
    )
  ).numAffectedRows === 1n

export const rouvrirAcces = async (tx: TenantTx, personne: PersonneId): Promise<void> => {
  await sql`update espaces.acces set retire_le = null, retire_par = null
    where organisme_id = (select app.organisme()) and personne_id = ${personne} and retire_le is not null`.execute(
    tx,
  )
}
