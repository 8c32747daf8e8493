import { sql } from 'kysely'
import type { Id, OrganismeId, PersonneId } from '#kernel/id.ts'
import type { Zone } from '#kernel/zones.ts'
import type { TenantTx } from '#platform/db/index.ts'
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

const colonnes = [
  'id',
  'organisme_id as organisme',
  'rang',
  'titre',
  'format',
  'etat',
  'debut',
  'fin',
  'zone',
  'hote',
  'lieu',
  'acces',
  'visio',
  'jauge',
  'recit',
  'invites',
  'compte_rendu as compteRendu',
  'amendement_le as amendementLe',
  'motif',
] as const

/** Les réunions du pôle, la plus récente d'abord. */
export const listerReunions = async (tx: TenantTx, pole: PoleId): Promise<Reunion[]> =>
  (await tx
    .selectFrom('pole.reunion')
    .select(colonnes)
    .where('pole_id', '=', pole)
    .orderBy('rang', 'desc')
    .limit(200)
    .execute()) as Reunion[]

export const lireReunion = async (
  tx: TenantTx,
  pole: PoleId,
  id: ReunionId,
  { verrouiller = false } = {},
): Promise<Reunion | undefined> =>
  (await tx
    .selectFrom('pole.reunion')
    .select(colonnes)
    .where('pole_id', '=', pole)
    .where('id', '=', id)
    .$if(verrouiller, (q) => q.forUpdate())
    .executeTakeFirst()) as Reunion | undefined

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
  { compteRendu, amendementLe, ...c }: Changement,
): Promise<boolean> => {
  const r = await tx
    .updateTable('pole.reunion')
    .set({
      ...c,
      ...(compteRendu ? { compte_rendu: compteRendu } : {}),
      ...(amendementLe === undefined ? {} : { amendement_le: amendementLe }),
    })
    .where('pole_id', '=', pole)
    .where('id', '=', id)
    .executeTakeFirst()
  return Number(r.numUpdatedRows) === 1
}

// ─── Qui vient, qui était là ─────────────────────────────────────────────────────────────────────

export type Reponse = {
  readonly organisme: OrganismeId
  readonly compte: PersonneId
  readonly nom: string
  readonly dit: 'oui' | 'non' | 'peut-etre'
}

export const reponsesA = async (tx: TenantTx, pole: PoleId, id: ReunionId): Promise<Reponse[]> =>
  (await tx
    .selectFrom('pole.reponse')
    .select(['organisme_id as organisme', 'compte_id as compte', 'nom', 'dit'])
    .where('pole_id', '=', pole)
    .where('reunion_id', '=', id)
    .orderBy('nom')
    .execute()) as Reponse[]

/** Répond pour soi, au nom de sa coopérative. Répondre de nouveau remplace. */
export const repondre = async (
  tx: TenantTx,
  pole: PoleId,
  id: ReunionId,
  r: Pick<Reponse, 'compte' | 'nom' | 'dit'>,
  le: Date,
): Promise<void> => {
  await tx
    .insertInto('pole.reponse')
    .values({ pole_id: pole, reunion_id: id, compte_id: r.compte, nom: r.nom, dit: r.dit, le })
    .onConflict((c) =>
      c
        .columns(['pole_id', 'reunion_id', 'organisme_id', 'compte_id'])
        .doUpdateSet({ dit: r.dit, nom: r.nom, le }),
    )
    .execute()
}

export type Presence = { readonly organisme: OrganismeId; readonly personnes: number }

export const presencesA = async (tx: TenantTx, pole: PoleId, id: ReunionId): Promise<Presence[]> =>
  (await tx
    .selectFrom('pole.presence')
    .select(['de_organisme_id as organisme', 'personnes'])
    .where('pole_id', '=', pole)
    .where('reunion_id', '=', id)
    .execute()) as Presence[]

/** Qui était là, tel que le dit qui anime : remplace ce qui avait été noté. */
export const noterPresences = async (
  tx: TenantTx,
  pole: PoleId,
  id: ReunionId,
  presentes: readonly Presence[],
): Promise<void> => {
  await tx.deleteFrom('pole.presence').where('pole_id', '=', pole).where('reunion_id', '=', id).execute()
  if (presentes.length > 0)
    await tx
      .insertInto('pole.presence')
      .values(
        presentes.map((p) => ({
          pole_id: pole,
          reunion_id: id,
          de_organisme_id: p.organisme,
          personnes: p.personnes,
        })),
      )
      .execute()
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
  (await tx
    .selectFrom('pole.point')
    .select(['id', 'organisme_id as organisme', 'titre', 'minutes', 'par'])
    .where('pole_id', '=', pole)
    .where('reunion_id', '=', id)
    .orderBy('le')
    .orderBy('id')
    .execute()) as Point[]

export const proposerPoint = async (
  tx: TenantTx,
  pole: PoleId,
  reunion: ReunionId,
  p: Omit<Point, 'organisme'>,
  le: Date,
): Promise<void> => {
  await tx
    .insertInto('pole.point')
    .values({
      pole_id: pole,
      reunion_id: reunion,
      id: p.id,
      titre: p.titre,
      minutes: p.minutes,
      par: p.par,
      le,
    })
    .onConflict((c) => c.doNothing())
    .execute()
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
  (await tx
    .selectFrom('pole.enjeu as e')
    .leftJoin('pole.rangement as r', (j) =>
      j.onRef('r.pole_id', '=', 'e.pole_id').onRef('r.enjeu_id', '=', 'e.id'),
    )
    .select(['e.id', 'e.organisme_id as organisme', 'e.texte', 'e.par', 'r.theme_id as theme'])
    .where('e.pole_id', '=', pole)
    .where('e.reunion_id', '=', id)
    .orderBy('e.le')
    .orderBy('e.id')
    .execute()) as Enjeu[]

export const direEnjeu = async (
  tx: TenantTx,
  pole: PoleId,
  reunion: ReunionId,
  e: Pick<Enjeu, 'id' | 'texte' | 'par'>,
  le: Date,
): Promise<void> => {
  await tx
    .insertInto('pole.enjeu')
    .values({ pole_id: pole, reunion_id: reunion, id: e.id, texte: e.texte, par: e.par, le })
    .onConflict((c) => c.doNothing())
    .execute()
}

export type Theme = { readonly id: Id<'Theme'>; readonly nom: string }
export const themesDe = async (tx: TenantTx, pole: PoleId, id: ReunionId): Promise<Theme[]> =>
  (await tx
    .selectFrom('pole.theme')
    .select(['id', 'nom'])
    .where('pole_id', '=', pole)
    .where('reunion_id', '=', id)
    .orderBy('cree_le')
    .orderBy('id')
    .execute()) as Theme[]

export const ouvrirTheme = async (
  tx: TenantTx,
  pole: PoleId,
  reunion: ReunionId,
  t: Theme,
  le: Date,
): Promise<void> => {
  await tx
    .insertInto('pole.theme')
    .values({ pole_id: pole, reunion_id: reunion, id: t.id, nom: t.nom, cree_le: le })
    .onConflict((c) => c.doNothing())
    .execute()
}

/** Range un enjeu sous un thème, ou l'en sort (`theme` nul). Un enjeu n'est que sous un thème. */
export const rangerEnjeu = async (
  tx: TenantTx,
  pole: PoleId,
  enjeu: Id<'Enjeu'>,
  theme: Id<'Theme'> | null,
): Promise<void> => {
  await tx.deleteFrom('pole.rangement').where('pole_id', '=', pole).where('enjeu_id', '=', enjeu).execute()
  if (theme)
    await tx
      .insertInto('pole.rangement')
      .values({ pole_id: pole, enjeu_id: enjeu, theme_id: theme })
      .execute()
}

/** Note que l'invitation est partie vers cette personne. Faux : elle l'était déjà. */
export const noterEnvoi = async (
  tx: TenantTx,
  pole: PoleId,
  reunion: ReunionId,
  compte: PersonneId,
  le: Date,
): Promise<boolean> => {
  const r = await tx
    .insertInto('pole.envoi')
    .values({ pole_id: pole, reunion_id: reunion, compte_id: compte, le })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst()
  return Number(r.numInsertedOrUpdatedRows ?? 0) === 1
}
