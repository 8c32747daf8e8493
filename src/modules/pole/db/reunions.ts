import { sql } from 'kysely'
import type { Id, OrganismeId, PersonneId } from '#kernel/id.ts'
import type { Zone } from '#kernel/zones.ts'
import { affecter, type TenantTx } from '#platform/db/index.ts'
import type { EtatCompteRendu } from '../domain/compte-rendu.ts'
import type { PoleId } from './poles.ts'

export type ReunionId = Id<'Reunion'>
export type Format = 'demi-journee' | 'petit-dejeuner' | 'aperitif' | 'visio' | 'assemblee'
export type EtatReunion = 'dates' | 'convoquee' | 'tenue' | 'annulee'

export type Reunion = {
  readonly id: ReunionId
  readonly organisme: OrganismeId
  readonly rang: number
  readonly titre: string
  readonly format: Format
  readonly etat: EtatReunion
  readonly debut: Date | null
  readonly fin: Date | null
  readonly zone: Zone
  readonly hote: string
  readonly lieu: string
  readonly acces: string
  readonly visio: string
  readonly jauge: number | null
  readonly recit: string
  readonly invites: string
  readonly compteRendu: EtatCompteRendu
  readonly amendementLe: Date | null
  readonly motif: string | null
}

const colonnes = sql`id, organisme_id as organisme, rang, titre, format, etat, debut, fin, zone, hote, lieu, acces, visio, jauge, recit,
  invites, compte_rendu as "compteRendu", amendement_le as "amendementLe", motif`

/** Les réunions du pôle, la plus récente d'abord. */
export const listerReunions = async (tx: TenantTx, pole: PoleId): Promise<Reunion[]> =>
  (
    await sql<Reunion>`select ${colonnes} from pole.reunion where pole_id = ${pole} order by rang desc limit 200`.execute(
      tx,
    )
  ).rows

export const lireReunion = async (
  tx: TenantTx,
  pole: PoleId,
  id: ReunionId,
  { verrouiller = false } = {},
): Promise<Reunion | undefined> =>
  (
    await sql<Reunion>`select ${colonnes} from pole.reunion where pole_id = ${pole} and id = ${id}
      ${verrouiller ? sql`for update` : sql``}`.execute(tx)
  ).rows[0]

export type Convocation = Pick<
  Reunion,
  'id' | 'titre' | 'format' | 'zone' | 'hote' | 'lieu' | 'acces' | 'visio' | 'jauge'
> & {
  readonly debut: Date
  readonly fin: Date
}

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

/** Ce qui change d'une réunion ; ce qui n'est pas donné reste. */
export type Changement = Partial<
  Pick<
    Reunion,
    | 'titre'
    | 'format'
    | 'zone'
    | 'jauge'
    | 'etat'
    | 'debut'
    | 'fin'
    | 'hote'
    | 'lieu'
    | 'acces'
    | 'visio'
    | 'recit'
    | 'invites'
    | 'compteRendu'
    | 'amendementLe'
    | 'motif'
  >
>

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

// ─── Qui vient, qui était là ─────────────────────────────────────────────────────────────────────

export type Reponse = {
  readonly organisme: OrganismeId
  readonly compte: PersonneId
  readonly nom: string
  readonly dit: 'oui' | 'non' | 'peut-etre'
}

export const reponsesA = async (tx: TenantTx, pole: PoleId, id: ReunionId): Promise<Reponse[]> =>
  (
    await sql<Reponse>`select organisme_id as organisme, compte_id as compte, nom, dit from pole.reponse
      where pole_id = ${pole} and reunion_id = ${id} order by nom`.execute(tx)
  ).rows

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

export type Presence = { readonly organisme: OrganismeId; readonly personnes: number }

export const presencesA = async (tx: TenantTx, pole: PoleId, id: ReunionId): Promise<Presence[]> =>
  (
    await sql<Presence>`select de_organisme_id as organisme, personnes from pole.presence
      where pole_id = ${pole} and reunion_id = ${id}`.execute(tx)
  ).rows

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

// ─── Ce qui se dit ───────────────────────────────────────────────────────────────────────────────

export type Point = {
  readonly id: Id<'Point'>
  readonly organisme: OrganismeId
  readonly titre: string
  readonly minutes: number | null
  readonly par: string
}

export const pointsDe = async (tx: TenantTx, pole: PoleId, id: ReunionId): Promise<Point[]> =>
  (
    await sql<Point>`select id, organisme_id as organisme, titre, minutes, par from pole.point
      where pole_id = ${pole} and reunion_id = ${id} order by le, id`.execute(tx)
  ).rows

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

export type Enjeu = {
  readonly id: Id<'Enjeu'>
  readonly organisme: OrganismeId
  readonly texte: string
  readonly par: string
  readonly theme: Id<'Theme'> | null
}

/** Le tour de table : chaque enjeu, et le thème où il a été rangé. */
export const tourDeTable = async (tx: TenantTx, pole: PoleId, id: ReunionId): Promise<Enjeu[]> =>
  (
    await sql<Enjeu>`select e.id, e.organisme_id as organisme, e.texte, e.par, r.theme_id as theme
      from pole.enjeu e left join pole.rangement r on r.pole_id = e.pole_id and r.enjeu_id = e.id
      where e.pole_id = ${pole} and e.reunion_id = ${id} order by e.le, e.id`.execute(tx)
  ).rows

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

export type Theme = { readonly id: Id<'Theme'>; readonly nom: string }
export const themesDe = async (tx: TenantTx, pole: PoleId, id: ReunionId): Promise<Theme[]> =>
  (
    await sql<Theme>`select id, nom from pole.theme where pole_id = ${pole} and reunion_id = ${id} order by cree_le, id`.execute(
      tx,
    )
  ).rows

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
