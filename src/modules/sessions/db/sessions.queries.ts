import { type RawBuilder, sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, Id, PersonneId } from '#kernel/id.ts'
import { asZone, ZONE_PAR_DEFAUT, type Zone } from '#kernel/zones.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { PageRequest } from '#web/pagination.ts'
import type { EtatSession } from '../domain/etats.ts'
import type { motNature } from '../domain/mots.ts'
import type { DemiJournee } from '../domain/seance.ts'

export type SessionId = Id<'Session'>
export type SeanceId = Id<'Seance'>
export type Nature = keyof typeof motNature

/** Une demi-journée à la pendule de la salle (`debutMinutes`), et en instants. */
export type SeanceLue = {
  readonly id: SeanceId
  readonly jour: DateCivile
  readonly demiJournee: DemiJournee
  readonly debutMinutes: number
  readonly finMinutes: number
  readonly debut: Date
  readonly fin: Date
  readonly motifJour: string | null
}

/** Tout ce qu'une feuille, un certificat ou une page disent d'une session. */
export type SessionLue = {
  readonly id: SessionId
  readonly numero: string
  readonly activite: ActiviteId
  readonly enseigne: string
  readonly offre: Id<'Offre'>
  /** Figé à la planification. */
  readonly intitule: string
  readonly nature: Nature
  readonly etat: EtatSession
  readonly zone: Zone
  readonly lieu: string
  readonly etablissement: Id<'Etablissement'> | null
  readonly formateur: string
  /** Le compte du formateur, s'il en a un ici : la session est alors « sienne ». */
  readonly formateurId: PersonneId | null
  readonly capacite: number | null
  readonly motif: string | null
  readonly creeLe: Date
  readonly offreAdoptee: boolean
  /** Bords et durée ; nuls sans séance. */
  readonly debut: DateCivile | null
  readonly fin: DateCivile | null
  readonly minutes: number
  /** Dans l'ordre. */
  readonly seances: readonly SeanceLue[]
}

const seances = async (tx: TenantTx, condition: RawBuilder<unknown>): Promise<SeanceLue[]> =>
  (
    await sql<SeanceLue>`select id, jour, demi_journee as "demiJournee", debut_minutes as "debutMinutes",
      fin_minutes as "finMinutes", debut, fin, motif_jour as "motifJour"
      from sessions.seance where ${condition} order by debut, id`.execute(tx)
  ).rows

/** Les séances d'une session, dans l'ordre. */
export const listerSeances = (tx: TenantTx, session: SessionId): Promise<SeanceLue[]> =>
  seances(tx, sql`session_id = ${session}`)

/** Une séance de cette session ; rien si elle est d'une autre, ou d'un autre organisme. */
export const lireSeance = async (
  tx: TenantTx,
  session: SessionId,
  seance: SeanceId,
): Promise<SeanceLue | undefined> => (await seances(tx, sql`session_id = ${session} and id = ${seance}`))[0]

/** Rien si l'identifiant n'est pas d'ici. `verrouiller` : la ligne est tenue jusqu'à la fin de la transaction. */
export const lireSession = async (
  tx: TenantTx,
  id: SessionId,
  { verrouiller = false } = {},
): Promise<SessionLue | undefined> => {
  // Le verrou d'abord, seul : la lecture qui suit voit alors ce que le précédent tenant du verrou a validé.
  if (verrouiller) await sql`select 1 from sessions.session where id = ${id} for no key update`.execute(tx)
  const { rows } = await sql<
    Omit<SessionLue, 'debut' | 'fin' | 'minutes' | 'seances' | 'zone'> & { zone: string }
  >`
    select s.id, s.numero, s.activite_id as activite, a.nom as enseigne, s.offre_id as offre, s.intitule, s.nature,
      s.etat, s.zone, s.lieu, s.etablissement_id as etablissement, s.formateur, s.formateur_id as "formateurId",
      s.capacite, s.motif, s.cree_le as "creeLe", coalesce(o.etat = 'adoptee', false) as "offreAdoptee"
    from sessions.session s
      join organisme.activite a on a.organisme_id = s.organisme_id and a.id = s.activite_id
      left join catalogue.offre o on o.organisme_id = s.organisme_id and o.id = s.offre_id
    where s.id = ${id}`.execute(tx)
  const ligne = rows[0]
  if (!ligne) return undefined
  const suite = await listerSeances(tx, id)
  return {
    ...ligne,
    zone: asZone(ligne.zone) ?? ZONE_PAR_DEFAUT,
    debut: suite[0]?.jour ?? null,
    fin: suite.at(-1)?.jour ?? null,
    minutes: suite.reduce((t, s) => t + s.finMinutes - s.debutMinutes, 0),
    seances: suite,
  }
}

export type SessionListee = {
  readonly id: SessionId
  readonly numero: string
  readonly intitule: string
  readonly etat: EtatSession
  readonly formateur: string
  readonly lieu: string
  readonly capacite: number | null
  readonly debut: DateCivile
  readonly fin: DateCivile
}

export type FiltreSessions = {
  readonly q?: string | undefined
  readonly etat?: EtatSession | undefined
  /** Seulement celles qu'anime ce compte. */
  readonly formateurId?: PersonneId | undefined
}

/** De la plus tardive à la plus ancienne ; une ligne de plus que `taille` s'il en reste. */
export const listerSessions = async (
  tx: TenantTx,
  { q = '', etat, formateurId }: FiltreSessions,
  { sens, cle }: PageRequest,
  taille: number,
): Promise<SessionListee[]> => {
  const [jour, id] = [cle?.[0], cle?.[1]]
  const depuis = typeof jour === 'string' && typeof id === 'string' ? [jour, id] : undefined
  // Dans l'ordre de l'index session_liste : une page coûte une page, quel que soit le nombre de sessions.
  const { rows } = await sql<SessionListee>`
    select s.id, s.numero, s.intitule, s.etat, s.formateur, s.lieu, s.capacite, s.premier_jour as debut, s.dernier_jour as fin
    from sessions.session s
    where ${etat === undefined ? sql`true` : sql`s.etat = ${etat}`}
      and ${formateurId === undefined ? sql`true` : sql`s.formateur_id = ${formateurId}`}
      and ${q === '' ? sql`true` : sql`(strpos(lower(s.intitule), lower(${q})) > 0 or strpos(lower(s.formateur), lower(${q})) > 0 or s.numero = upper(${q}))`}
      and ${depuis ? sql`(s.premier_jour, s.id) ${sens === 'avant' ? sql`>` : sql`<`} (${depuis[0]}::date, ${depuis[1]}::uuid)` : sql`true`}
    order by ${sens === 'avant' ? sql`s.premier_jour, s.id` : sql`s.premier_jour desc, s.id desc`} limit ${taille + 1}`.execute(
    tx,
  )
  return rows
}

export type OffreAPlanifier = {
  readonly id: Id<'Offre'>
  readonly activite: ActiviteId
  readonly intitule: string
  readonly nature: Nature
  readonly minutes: number | null
  readonly enseigne: string
}

/** Les offres adoptées, par intitulé : les seules dont on planifie une session. */
export const offresAPlanifier = async (tx: TenantTx, id?: Id<'Offre'>): Promise<OffreAPlanifier[]> =>
  (
    await sql<OffreAPlanifier>`select o.id, o.activite_id as activite, o.intitule, o.nature, o.duree_minutes as minutes,
        a.nom as enseigne
      from catalogue.offre o join organisme.activite a on a.organisme_id = o.organisme_id and a.id = o.activite_id
      where o.etat = 'adoptee' and ${id === undefined ? sql`true` : sql`o.id = ${id}`}
      order by o.intitule, o.id limit 500`.execute(tx)
  ).rows

export type OccupationLue = {
  readonly id: SeanceId
  readonly jour: DateCivile
  readonly debutMinutes: number
  readonly finMinutes: number
  readonly zone: string
  readonly formateur: string
  readonly formateurId: PersonneId | null
  readonly etablissement: Id<'Etablissement'> | null
}

/** Les séances, d'autres sessions non annulées, des jours donnés (la veille et le lendemain compris : deux fuseaux). */
export const occupationsDes = async (
  tx: TenantTx,
  du: DateCivile,
  au: DateCivile,
): Promise<OccupationLue[]> =>
  (
    await sql<OccupationLue>`select x.id, x.jour, x.debut_minutes as "debutMinutes", x.fin_minutes as "finMinutes",
        s.zone, s.formateur, s.formateur_id as "formateurId", s.etablissement_id as etablissement
      from sessions.seance x join sessions.session s on s.organisme_id = x.organisme_id and s.id = x.session_id
      where x.jour between ${du}::date - 1 and ${au}::date + 1 and s.etat <> 'annulee'`.execute(tx)
  ).rows

/** Le numéro de ces sessions, pour une phrase du journal. */
export const nommerSessions = async (tx: TenantTx, ids: readonly string[]): Promise<Map<string, string>> => {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; numero: string }>`
    select id, numero from sessions.session where id = any (${`{${ids.join(',')}}`}::uuid[])`.execute(tx)
  return new Map(rows.map((l) => [l.id, l.numero]))
}
