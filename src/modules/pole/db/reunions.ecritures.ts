import { sql } from 'kysely'
import type { Id, PersonneId } from '#kernel/id.ts'
import { affecter, type TenantTx } from '#platform/db/index.ts'
import type { ReunionId } from '../domain/rencontre.ts'
import type { PoleId } from './poles.ts'
import type { Changement, Convocation, Enjeu, Point, Presence, Reponse, Theme } from './reunions.ts'

/** Convoque. Le rang suit : deux convocations simultanées se gênent (unicité), l'une recommence. Faux : déjà là. */
export const convoquer = async (tx: TenantTx, pole: PoleId, c: Convocation, le: Date): Promise<boolean> => {
  const { rows } = await sql<{ id: string }>`
    insert into pole.reunion (pole_id, id, rang, titre, format, etat, debut, fin, zone, hote, lieu, acces, visio, jauge, cree_le)
    select ${pole}::uuid, ${c.id}::uuid, coalesce(max(rang), 0) + 1, ${c.titre}, ${c.format}, 'convoquee', ${c.debut}::timestamptz,
      ${c.fin}::timestamptz, ${c.zone}, ${c.hote}, ${c.lieu}, ${c.acces}, ${c.visio}, ${c.jauge}::integer, ${le}::timestamptz
      from pole.reunion where pole_id = ${pole}::uuid
    on conflict (pole_id, id) do nothing returning id`.execute(tx)
  return rows.length === 1
}

/** Annonce une rencontre dont la date se cherche encore. Faux : déjà là. */
export const annoncer = async (
  tx: TenantTx,
  pole: PoleId,
  c: Omit<Convocation, 'debut' | 'fin'>,
  le: Date,
): Promise<boolean> => {
  const { rows } = await sql<{ id: string }>`
    insert into pole.reunion (pole_id, id, rang, titre, format, etat, zone, hote, lieu, acces, visio, jauge, cree_le)
    select ${pole}::uuid, ${c.id}::uuid, coalesce(max(rang), 0) + 1, ${c.titre}, ${c.format}, 'dates', ${c.zone}, ${c.hote}, ${c.lieu},
      ${c.acces}, ${c.visio}, ${c.jauge}::integer, ${le}::timestamptz
      from pole.reunion where pole_id = ${pole}::uuid
    on conflict (pole_id, id) do nothing returning id`.execute(tx)
  return rows.length === 1
}

export const changerReunion = async (
  tx: TenantTx,
  pole: PoleId,
  id: ReunionId,
  c: Changement,
): Promise<boolean> => {
  const { numAffectedRows } = await sql`update pole.reunion set ${affecter({
    titre: c.titre,
    format: c.format,
    zone: c.zone,
    jauge: c.jauge,
    etat: c.etat,
    debut: c.debut,
    fin: c.fin,
    hote: c.hote,
    lieu: c.lieu,
    acces: c.acces,
    visio: c.visio,
    recit: c.recit,
    invites: c.invites,
    compte_rendu: c.compteRendu,
    amendement_le: c.amendementLe,
    motif: c.motif,
  })} where pole_id = ${pole} and id = ${id}`.execute(tx)
  return numAffectedRows === 1n
}

/** Répond pour soi, au nom de sa coopérative. Répondre de nouveau remplace. */
export const repondre = async (
  tx: TenantTx,
  pole: PoleId,
  id: ReunionId,
  r: Pick<Reponse, 'compte' | 'nom' | 'dit'>,
  le: Date,
): Promise<void> => {
  await sql`insert into pole.reponse (pole_id, reunion_id, compte_id, nom, dit, le)
    values (${pole}, ${id}, ${r.compte}, ${r.nom}, ${r.dit}, ${le})
    on conflict (pole_id, reunion_id, organisme_id, compte_id) do update set (dit, nom, le) = (excluded.dit, excluded.nom, excluded.le)`.execute(
    tx,
  )
}

/** Qui était là, tel que le dit qui anime : remplace ce qui avait été noté. */
export const noterPresences = async (
  tx: TenantTx,
  pole: PoleId,
  id: ReunionId,
  presentes: readonly Presence[],
): Promise<void> => {
  await sql`delete from pole.presence where pole_id = ${pole} and reunion_id = ${id}`.execute(tx)
  await sql`insert into pole.presence (pole_id, reunion_id, de_organisme_id, personnes)
    select ${pole}::uuid, ${id}::uuid, p.organisme, p.personnes
      from jsonb_to_recordset(${JSON.stringify(presentes)}::jsonb) as p (organisme uuid, personnes integer)`.execute(
    tx,
  )
}

export const proposerPoint = async (
  tx: TenantTx,
  pole: PoleId,
  reunion: ReunionId,
  p: Omit<Point, 'organisme'>,
  le: Date,
): Promise<void> => {
  await sql`insert into pole.point (pole_id, reunion_id, id, titre, minutes, par, le)
    values (${pole}, ${reunion}, ${p.id}, ${p.titre}, ${p.minutes}, ${p.par}, ${le}) on conflict do nothing`.execute(
    tx,
  )
}

export const direEnjeu = async (
  tx: TenantTx,
  pole: PoleId,
  reunion: ReunionId,
  e: Pick<Enjeu, 'id' | 'texte' | 'par'>,
  le: Date,
): Promise<void> => {
  await sql`insert into pole.enjeu (pole_id, reunion_id, id, texte, par, le)
    values (${pole}, ${reunion}, ${e.id}, ${e.texte}, ${e.par}, ${le}) on conflict do nothing`.execute(tx)
}

export const ouvrirTheme = async (
  tx: TenantTx,
  pole: PoleId,
  reunion: ReunionId,
  t: Theme,
  le: Date,
): Promise<void> => {
  await sql`insert into pole.theme (pole_id, reunion_id, id, nom, cree_le)
    values (${pole}, ${reunion}, ${t.id}, ${t.nom}, ${le}) on conflict do nothing`.execute(tx)
}

/** Range un enjeu sous un thème, ou l'en sort (`theme` nul). Un enjeu n'est que sous un thème. */
export const rangerEnjeu = async (
  tx: TenantTx,
  pole: PoleId,
  enjeu: Id<'Enjeu'>,
  theme: Id<'Theme'> | null,
): Promise<void> => {
  await sql`delete from pole.rangement where pole_id = ${pole} and enjeu_id = ${enjeu}`.execute(tx)
  if (theme)
    await sql`insert into pole.rangement (pole_id, enjeu_id, theme_id) values (${pole}, ${enjeu}, ${theme})`.execute(
      tx,
    )
}

/** Note que l'invitation est partie vers cette personne. Faux : elle l'était déjà. */
export const noterEnvoi = async (
  tx: TenantTx,
  pole: PoleId,
  reunion: ReunionId,
  compte: PersonneId,
  le: Date,
): Promise<boolean> => {
  const { numAffectedRows } = await sql`insert into pole.envoi (pole_id, reunion_id, compte_id, le)
    values (${pole}, ${reunion}, ${compte}, ${le}) on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}
