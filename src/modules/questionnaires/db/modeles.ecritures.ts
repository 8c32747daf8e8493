import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Genre } from '../domain/genres.ts'
import type { AEnvoyer, ModeleVoulu, VersionFigee } from './modeles.ts'

const laisserLaPlace = (tx: TenantTx, genre: Genre, id: string) =>
  sql`update questionnaires.modele set par_defaut = false where organisme_id = (select app.organisme()) and genre = ${genre} and id <> ${id}
    and par_defaut and retire_le is null`.execute(tx)

export const creerModele = async (tx: TenantTx, m: ModeleVoulu, le: Date): Promise<boolean> => {
  if (m.parDefaut) await laisserLaPlace(tx, m.genre, m.id)
  const { numAffectedRows } =
    await sql`insert into questionnaires.modele (id, genre, titre, contenu, anonyme, par_defaut, cree_le, modifie_le)
    values (${m.id}, ${m.genre}, ${m.titre}, ${JSON.stringify(m.contenu)}, ${m.anonyme}, ${m.parDefaut}, ${le}, ${le}) on conflict do nothing`.execute(
      tx,
    )
  return numAffectedRows === 1n
}

/** Faux : quelqu’un d’autre l’a changé depuis qu’on l’a lu. */
export const changerModele = async (
  tx: TenantTx,
  m: ModeleVoulu,
  lue: number,
  le: Date,
): Promise<boolean> => {
  if (m.parDefaut) await laisserLaPlace(tx, m.genre, m.id)
  const { numAffectedRows } =
    await sql`update questionnaires.modele set titre = ${m.titre}, contenu = ${JSON.stringify(m.contenu)}, anonyme = ${m.anonyme},
      par_defaut = ${m.parDefaut}, revision = revision + 1, modifie_le = ${le}, modifie_par = app.personne()
    where organisme_id = (select app.organisme()) and id = ${m.id} and revision = ${lue} and retire_le is null`.execute(
      tx,
    )
  return numAffectedRows === 1n
}

export const retirerModele = async (tx: TenantTx, id: string, le: Date): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`update questionnaires.modele set retire_le = ${le}, par_defaut = false, modifie_le = ${le}, modifie_par = app.personne()
    where organisme_id = (select app.organisme()) and id = ${id} and retire_le is null`.execute(tx)
  return numAffectedRows === 1n
}

/** La version de ces mots exacts ; née à l’instant si personne ne les a encore envoyés. Elle ne change plus. */
export const figerVersion = async (tx: TenantTx, m: AEnvoyer, le: Date): Promise<VersionFigee> => {
  const contenu = JSON.stringify(m.contenu)
  const empreinte = createHash('sha256').update(`${m.titre}\n${contenu}`).digest()
  const lire = async () =>
    (
      await sql<VersionFigee>`select id, numero from questionnaires.version
      where organisme_id = (select app.organisme()) and source = ${m.source} and empreinte = ${empreinte}`.execute(
        tx,
      )
    ).rows[0]
  const connue = await lire()
  if (connue) return connue
  // Deux envois au même instant : un seul numérote.
  await sql`select pg_advisory_xact_lock(hashtextextended('questionnaires.version|' || app.organisme()::text || ${m.source}, 0))`.execute(
    tx,
  )
  await sql`insert into questionnaires.version (id, source, modele_id, numero, genre, titre, contenu, empreinte, figee_le)
    select ${newId()}::uuid, ${m.source}, ${m.modele}::uuid, coalesce(max(numero), 0) + 1, ${m.genre}, ${m.titre}, ${contenu}::jsonb, ${empreinte}::bytea, ${le}::timestamptz
      from questionnaires.version where organisme_id = (select app.organisme()) and source = ${m.source}
    on conflict do nothing`.execute(tx)
  const nee = await lire()
  if (!nee) throw new Error('La version ne s’est pas figée.')
  return nee
}
