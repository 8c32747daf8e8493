import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, Id, PersonneId } from '#kernel/id.ts'
import { plier } from '#kernel/texte.ts'
import type { Zone } from '#kernel/zones.ts'
import { newId, poserEnNombre, type TenantTx } from '#platform/db/index.ts'
import type { EtatSession } from '../domain/etats.ts'
import type { ModaliteSeance } from '../domain/modalite.ts'
import type { Modalite } from '../domain/mots.ts'
import type { SessionId } from '../domain/ou-et-qui.ts'
import type { DemiJournee } from '../domain/seance.ts'
import type { Nature, SeanceId } from './sessions.queries.ts'

export type SessionNeuve = {
  readonly id: SessionId
  readonly activite: ActiviteId
  readonly offre: Id<'Offre'>
  readonly intitule: string
  readonly nature: Nature
  readonly zone: Zone
  readonly lieu: string
  readonly etablissement: Id<'Etablissement'> | null
  readonly formateur: string
  readonly formateurId: PersonneId | null
  readonly capacite: number
  readonly sel: Buffer
  readonly version: Id<'Version'> | null
  readonly modalite: Modalite
  readonly lienConnexion: string | null
  readonly rythme: string
  readonly prixCentimes: number | null
  readonly effectifMin: number | null
  readonly seances: readonly SeanceNeuve[]
}

export type SeanceNeuve = {
  readonly id: SeanceId
  readonly jour: DateCivile
  readonly demiJournee: DemiJournee
  readonly debutMinutes: number
  readonly finMinutes: number
  readonly debut: Date
  readonly fin: Date
  readonly motifJour: string | null
  readonly modalite?: ModaliteSeance | null
}

/** Ce que la recherche d'une session lit. */
const pliDe = (s: { intitule: string; numero: string; formateur: string; lieu: string }) =>
  plier(`${s.intitule} ${s.numero} ${s.formateur} ${s.lieu}`)

/** L'action : cette offre, ainsi tenue, à cet endroit. La même se retrouve d'une session à l'autre. */
const trouverOuCreerAction = async (
  tx: TenantTx,
  s: Pick<SessionNeuve, 'activite' | 'offre' | 'modalite' | 'lieu' | 'rythme' | 'etablissement'>,
  le: Date,
): Promise<Id<'Action'>> => {
  const id = newId<'Action'>(le)
  const neuve = await sql<{
    id: Id<'Action'>
  }>`insert into sessions.action (id, activite_id, offre_id, modalite, lieu, rythme,
      etablissement_id, cree_le)
    values (${id}, ${s.activite}, ${s.offre}, ${s.modalite}, ${s.lieu}, ${s.rythme}, ${s.etablissement}, ${le})
    on conflict (organisme_id, offre_id, activite_id, modalite, lieu, rythme) do nothing returning id`.execute(
    tx,
  )
  if (neuve.rows[0]) return neuve.rows[0].id
  const { rows } = await sql<{ id: Id<'Action'> }>`select id from sessions.action where offre_id = ${s.offre}
    and activite_id = ${s.activite} and modalite = ${s.modalite} and lieu = ${s.lieu} and rythme = ${s.rythme}`.execute(
    tx,
  )
  return rows[0]?.id ?? id
}

export const insererSeances = async (
  tx: TenantTx,
  session: SessionId,
  activite: ActiviteId,
  seances: readonly SeanceNeuve[],
): Promise<void> => {
  // D’une seule instruction : les bords de la session se relisent une fois, non à chaque demi-journée.
  await poserEnNombre(
    tx,
    seances.map((x) => ({ ...x, modalite: x.modalite ?? null })),
    (
      json,
    ) => sql`insert into sessions.seance (id, activite_id, session_id, jour, demi_journee, debut_minutes, fin_minutes,
        debut, fin, motif_jour, modalite)
      select t.id, ${activite}::uuid, ${session}::uuid, t.jour, t."demiJournee", t."debutMinutes", t."finMinutes", t.debut, t.fin, t."motifJour", t.modalite
        from jsonb_to_recordset(${json}::jsonb) as t(id uuid, jour date, "demiJournee" text, "debutMinutes" integer, "finMinutes" integer,
          debut timestamptz, fin timestamptz, "motifJour" text, modalite text)`,
  )
}

/**
 * Tient le compteur de l'année jusqu'à la fin de la transaction et rend son dernier rang. À prendre avant toute
 * lecture : deux planifications s'attendent, la seconde voit donc la première (numéro, salle et formateur pris).
 */
export const tenirCompteur = async (tx: TenantTx, annee: number): Promise<number> => {
  await sql`insert into sessions.compteur (annee, dernier) values (${annee}, 0)
    on conflict (organisme_id, annee) do nothing`.execute(tx)
  const { rows } = await sql<{ dernier: number }>`
    select dernier from sessions.compteur where annee = ${annee} for no key update`.execute(tx)
  return rows[0]?.dernier ?? 0
}

/**
 * Écrit la session sous le numéro suivant. Le compteur (tenu) n'avance que si la session est écrite : ni trou, ni
 * doublon. Rend le numéro, ou rien si l'identifiant était pris.
 */
export const insererSession = async (
  tx: TenantTx,
  s: SessionNeuve,
  { annee, rang }: { annee: number; rang: number },
  le: Date,
): Promise<string | undefined> => {
  const numero = `S-${annee}-${String(rang).padStart(3, '0')}`
  const action = await trouverOuCreerAction(tx, s, le)
  const ecrites =
    await sql`insert into sessions.session (id, activite_id, numero, offre_id, intitule, nature, etat, zone,
      lieu, etablissement_id, formateur, formateur_id, capacite, sel, cree_le, action_id, version_id, modalite,
      lien_connexion, prix_centimes, effectif_min, pli)
    values (${s.id}, ${s.activite}, ${numero}, ${s.offre}, ${s.intitule}, ${s.nature}, 'brouillon', ${s.zone},
      ${s.lieu}, ${s.etablissement}, ${s.formateur}, ${s.formateurId}, ${s.capacite}, ${s.sel}, ${le}, ${action}, ${s.version}, ${s.modalite},
      ${s.lienConnexion}, ${s.prixCentimes}, ${s.effectifMin}, ${pliDe({ ...s, numero })})
    on conflict (organisme_id, id) do nothing returning id`.execute(tx)
  if (ecrites.rows.length === 0) return undefined
  await sql`update sessions.compteur set dernier = ${rang} where annee = ${annee}`.execute(tx)
  await insererSeances(tx, s.id, s.activite, s.seances)
  return numero
}

export const ecrireEtat = async (
  tx: TenantTx,
  id: SessionId,
  etat: EtatSession,
  { motif, effectifMotif }: { motif: string | null; effectifMotif?: string | undefined },
): Promise<void> => {
  await sql`update sessions.session set etat = ${etat}, motif = coalesce(${motif}, motif), revision = revision + 1,
    effectif_motif = coalesce(${effectifMotif ?? null}, effectif_motif) where id = ${id}`.execute(tx)
}

/** L’état et le motif d’avant un geste que l’on défait. */
export const reprendreEtat = async (
  tx: TenantTx,
  id: SessionId,
  { etat, motif }: { readonly etat: EtatSession; readonly motif: string | null },
): Promise<void> => {
  await sql`update sessions.session set etat = ${etat}, motif = ${motif} where id = ${id}`.execute(tx)
}

export type SessionChangee = Pick<
  SessionNeuve,
  | 'zone'
  | 'lieu'
  | 'etablissement'
  | 'formateur'
  | 'formateurId'
  | 'modalite'
  | 'lienConnexion'
  | 'prixCentimes'
  | 'effectifMin'
  | 'capacite'
>

type Repondue = {
  readonly id: SessionId
  readonly activite: ActiviteId
  readonly offre: Id<'Offre'>
  readonly intitule: string
  readonly numero: string
  readonly action: Id<'Action'> | null
}
const actionQuiRepond = async (
  tx: TenantTx,
  s: Repondue & Pick<SessionChangee, 'modalite' | 'lieu' | 'etablissement'>,
  le: Date,
): Promise<Id<'Action'>> => {
  const { rows } = await sql<{
    rythme: string
  }>`select rythme from sessions.action where id = ${s.action}`.execute(tx)
  return trouverOuCreerAction(tx, { ...s, rythme: rows[0]?.rythme ?? '' }, le)
}

/** Écrit où elle se tient, avec l'action qui lui répond, et avance la révision. */
export const changerLieu = async (
  tx: TenantTx,
  s: Repondue & Pick<SessionChangee, 'modalite' | 'formateur' | 'lieu' | 'etablissement'>,
  le: Date,
): Promise<void> => {
  const action = await actionQuiRepond(tx, s, le)
  await sql`update sessions.session set lieu = ${s.lieu}, etablissement_id = ${s.etablissement}, action_id = ${action}, pli = ${pliDe(s)},
      revision = revision + 1 where id = ${s.id}`.execute(tx)
}

/** Écrit ce qui se change, avec l'action qui lui répond, et avance la révision. */
export const changerSession = async (
  tx: TenantTx,
  s: Repondue,
  c: SessionChangee,
  le: Date,
): Promise<void> => {
  const action = await actionQuiRepond(tx, { ...s, ...c }, le)
  await sql`update sessions.session set zone = ${c.zone}, lieu = ${c.lieu}, etablissement_id = ${c.etablissement},
      formateur = ${c.formateur}, formateur_id = ${c.formateurId}, modalite = ${c.modalite}, lien_connexion = ${c.lienConnexion},
      prix_centimes = ${c.prixCentimes}, effectif_min = ${c.effectifMin}, capacite = ${c.capacite}, action_id = ${action},
      pli = ${pliDe({ ...s, ...c })}, revision = revision + 1 where id = ${s.id}`.execute(tx)
}

/** La version de l'offre que la session suit désormais, et son intitulé ; `version_depuis` dit ce qui fut émis avant. */
export const ecrireVersion = async (
  tx: TenantTx,
  s: {
    readonly id: SessionId
    readonly numero: string
    readonly formateur: string
    readonly lieu: string
  },
  v: { readonly version: Id<'Version'>; readonly intitule: string },
  le: Date,
): Promise<void> => {
  await sql`update sessions.session set version_id = ${v.version}, intitule = ${v.intitule}, version_depuis = ${le},
      pli = ${pliDe({ ...s, intitule: v.intitule })}, revision = revision + 1 where id = ${s.id}`.execute(tx)
}

/** Qui anime d'abord, désormais. */
export const ecrireFormateur = async (
  tx: TenantTx,
  s: Pick<SessionNeuve, 'id' | 'intitule' | 'lieu'> & { readonly numero: string },
  f: Pick<SessionNeuve, 'formateur' | 'formateurId'>,
): Promise<void> => {
  await sql`update sessions.session set formateur = ${f.formateur}, formateur_id = ${f.formateurId},
      pli = ${pliDe({ ...s, formateur: f.formateur })} where id = ${s.id}`.execute(tx)
}

export const avancerRevision = async (tx: TenantTx, id: SessionId): Promise<void> => {
  await sql`update sessions.session set revision = revision + 1 where id = ${id}`.execute(tx)
}

/** Une seule instruction pour toutes : deux demi-journées peuvent échanger leurs heures. */
export const deplacerSeances = async (tx: TenantTx, seances: readonly SeanceNeuve[]): Promise<void> => {
  if (seances.length === 0) return
  const lignes = sql.join(
    seances.map(
      (x) =>
        sql`(${x.id}::uuid, ${x.jour}::date, ${x.demiJournee}::text, ${x.debutMinutes}::int, ${x.finMinutes}::int,
          ${x.debut}::timestamptz, ${x.fin}::timestamptz, ${x.motifJour}::text)`,
    ),
  )
  const n = sql`(values ${lignes}) as n (id, jour, demi, dm, fm, debut, fin, motif)`
  // Qui intervenait tout du long intervient toujours tout du long.
  await sql`update sessions.affectation a set minutes = case when a.minutes = x.fin_minutes - x.debut_minutes then n.fm - n.dm
      else least(a.minutes, n.fm - n.dm) end
    from sessions.seance x, ${n} where x.id = n.id and x.organisme_id = a.organisme_id and x.id = a.seance_id`.execute(
    tx,
  )
  await sql`update sessions.seance x set jour = n.jour, demi_journee = n.demi, debut_minutes = n.dm, fin_minutes = n.fm,
      debut = n.debut, fin = n.fin, motif_jour = n.motif from ${n} where x.id = n.id`.execute(tx)
}

/** Faux : elle a déjà servi (un lien de signature est parti), elle ne s'ôte plus. */
export const oterSeance = async (tx: TenantTx, id: SeanceId): Promise<boolean> => {
  await sql`savepoint oter`.execute(tx)
  try {
    await sql`delete from sessions.seance where id = ${id}`.execute(tx)
    await sql`release savepoint oter`.execute(tx)
    return true
  } catch (erreur) {
    if ((erreur as { code?: string }).code !== '23503') throw erreur
    await sql`rollback to savepoint oter`.execute(tx)
    await sql`release savepoint oter`.execute(tx)
    return false
  }
}

/** Les demi-journées émargées gardent le lieu où elles se sont tenues. */
export const garderLieu = async (tx: TenantTx, seances: readonly string[], lieu: string): Promise<void> => {
  for (const id of seances)
    await sql`update sessions.seance set lieu = ${lieu} where id = ${id} and lieu is null`.execute(tx)
}

/** Sur place ou à distance ; nulle : comme la session. */
export const ecrireModalite = async (
  tx: TenantTx,
  seances: readonly string[],
  modalite: ModaliteSeance | null,
): Promise<void> => {
  if (seances.length > 0)
    await sql`update sessions.seance set modalite = ${modalite}::text
      where id = any (${`{${seances.join(',')}}`}::uuid[]) and modalite is distinct from ${modalite}::text`.execute(
      tx,
    )
}

export const oterAffectations = async (
  tx: TenantTx,
  seances: readonly string[],
  { personne, salles }: { personne?: string; salles?: true },
): Promise<void> => {
  const ids = `{${seances.join(',')}}`
  if (salles) await sql`delete from sessions.seance_salle where seance_id = any (${ids}::uuid[])`.execute(tx)
  if (personne !== undefined)
    await sql`delete from sessions.affectation where seance_id = any (${ids}::uuid[]) and personne_id = ${personne}`.execute(
      tx,
    )
}

/** Qui assure ces demi-journées : un autre membre du groupement, ou nous (nul). */
export const confierAuGroupement = async (
  tx: TenantTx,
  seances: readonly string[],
  cotraitant: string | null,
): Promise<void> => {
  await sql`update sessions.seance set cotraitant_id = ${cotraitant}::uuid
    where id = any (${`{${seances.join(',')}}`}::uuid[]) and cotraitant_id is distinct from ${cotraitant}::uuid`.execute(
    tx,
  )
}

/** Nulle : elle ne se montre plus. */
export const ecrireAnnonce = async (tx: TenantTx, id: SessionId, le: Date | null): Promise<void> => {
  await sql`update sessions.session set annoncee_le = ${le}::timestamptz where id = ${id}`.execute(tx)
}
