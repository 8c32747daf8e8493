import { type RawBuilder, sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import type { Zone } from '#kernel/zones.ts'
import {
  coupees,
  type EtatSession,
  etatsAConduire,
  etatsQuiInscrivent,
  etatsSansAction,
  jourTenu,
} from '#modules/sessions/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { aUneCase, compterCases, feuillesOuvertes, nommerCases } from './comptes.ts'

/** Une séance et ce qu'on sait de sa feuille. Les minutes sont celles de la salle. */
export type SeanceTenue = {
  readonly id: Id<'Seance'>
  readonly session: string
  readonly jour: string
  readonly debut: number
  readonly fin: number
  readonly finLe: Date
  /** Coupée par une interruption : la minute où elle s’est arrêtée. `fin` reste la prévue, qui borne la signature et la clôture. */
  readonly arreteeA: number | null
  readonly intitule: string
  readonly lieu: string
  readonly formateur: string
  /** Les comptes de qui anime cette demi-journée, et de qui anime la session. */
  readonly comptes: readonly string[]
  /** Cases : qui est attendu, ou y a une trace. */
  readonly inscrits: number
  readonly signees: number
  readonly absences: number
}

/** Où en est une session : son rang parmi ses jours, et parmi ses demi-journées. */
export type PlaceDansLaSerie = {
  readonly jour: number
  readonly jours: number
  readonly rang: number
  readonly total: number
}

type Lue = Omit<SeanceTenue, 'inscrits' | 'signees' | 'absences'>

/**
 * Les séances qui se tiennent, ou que l’interruption a coupées en route, sans leurs cases. `sessions` : de quelles sessions chercher
 * celles-ci (`k`) ; `plus` : d’autres colonnes, chacune précédée de sa virgule.
 */
const seancesTenues = (
  sessions: RawBuilder<unknown>,
  ou: RawBuilder<unknown>,
  max: number,
  plus: RawBuilder<unknown> = sql``,
) => sql`with k as materialized ${coupees(sessions)}
    select se.id, se.session_id as session, se.jour::text as jour, se.debut_minutes as debut,
      se.fin_minutes as fin, se.fin as "finLe", k.a as "arreteeA", s.intitule, coalesce(se.lieu, s.lieu) as lieu, s.formateur,
      array(select s.formateur_id where s.formateur_id is not null union select a.compte_id from sessions.affectation a
        where a.organisme_id = se.organisme_id and a.seance_id = se.id and a.compte_id is not null) as comptes ${plus}
    from sessions.seance se
    join sessions.session s on s.organisme_id = se.organisme_id and s.id = se.session_id
    left join k on k.id = se.id
    where s.etat not in ${cesMots(etatsSansAction)} and (se.tenue or k.id is not null) and ${ou}
    order by se.debut, se.id limit ${max}`

/** Les séances, et le compte de leurs cases : ce que dit l’émargement, et lui seul, rectifications comprises. */
const seances = async (tx: TenantTx, voulues: readonly string[]): Promise<readonly SeanceTenue[]> => {
  const ids = sql`${`{${voulues.join(',')}}`}::uuid[]`
  const { rows } = await sql<Lue>`${seancesTenues(
    sql`select x.session_id from sessions.seance x where x.id = any (${ids})`,
    sql`se.id = any (${ids})`,
    voulues.length,
  )}`.execute(tx)
  const comptes = await compterCases(
    tx,
    rows.map((l) => l.id),
  )
  return rows.map((l) => {
    const n = comptes.get(l.id)
    return { ...l, inscrits: n?.cases ?? 0, signees: n?.presentes ?? 0, absences: n?.absentes ?? 0 }
  })
}

/** Une séance d’aujourd’hui : sa place dans la session, qui l’on attend encore, jusqu’où l’on signe. */
export type SeanceDAujourdhui = SeanceTenue & {
  readonly zone: Zone
  /** Minutes avant le début où l’on commence de signer. */
  readonly avanceMin: number
  readonly place: PlaceDansLaSerie
  readonly inscriptions: readonly string[]
  /** Les quatre premiers : trois sont nommés, le quatrième n’est qu’un compte. */
  readonly restent: readonly string[]
  /** La feuille a été close, et quand. */
  readonly closeLe: Date | null
  /** Le dernier lien parti pour signer cette séance. */
  readonly liensLe: Date | null
}

/** Les séances du jour, chacune au jour de sa salle : il est déjà demain à la Réunion quand il est hier à Paris. */
export const seancesDuJour = async (
  tx: TenantTx,
  maintenant: Date,
): Promise<readonly SeanceDAujourdhui[]> => {
  // La place se compte parmi les séances tenues de la session : une dizaine de lignes, par leur index.
  const autres = sql`from sessions.seance x where x.organisme_id = se.organisme_id and x.session_id = se.session_id
    and (x.tenue or x.id in (select k.id from k))`
  const proches = (x: ReturnType<typeof sql>) =>
    sql`${x}.debut between ${maintenant}::timestamptz - interval '2 days' and ${maintenant}::timestamptz + interval '2 days'`
  const { rows: lues } = await sql<
    Lue & Pick<SeanceDAujourdhui, 'zone' | 'avanceMin' | 'place' | 'closeLe' | 'liensLe'>
  >`${seancesTenues(
    sql`select y.session_id from sessions.seance y where ${proches(sql`y`)}`,
    sql`${proches(sql`se`)}
    and se.jour = (${maintenant}::timestamptz at time zone s.zone)::date`,
    100,
    sql`, s.zone, emargement.ouvre_avant(se.organisme_id, se.jour) as "avanceMin", (select jsonb_build_object('jour', count(distinct x.jour) filter (where x.jour <= se.jour), 'jours', count(distinct x.jour),
        'rang', count(*) filter (where (x.debut, x.id) <= (se.debut, se.id)), 'total', count(*)) ${autres}) as place,
      (select c.close_le from emargement.cloture c where c.organisme_id = se.organisme_id and c.seance_id = se.id) as "closeLe",
      (select max(v.envoyee_le) from inscriptions.inscription i
          join emargement.invitation v on v.organisme_id = i.organisme_id and v.inscription_id = i.id and v.seance_id = se.id
        where i.organisme_id = se.organisme_id and i.session_id = se.session_id) as "liensLe"`,
  )}`.execute(tx)
  const cases = await nommerCases(
    tx,
    lues.map((l) => l.id),
    4,
  )
  return lues.map((l) => {
    const n = cases.get(l.id)
    return {
      ...l,
      inscrits: n?.cases ?? 0,
      signees: n?.presentes ?? 0,
      absences: n?.absentes ?? 0,
      inscriptions: n?.inscriptions ?? [],
      restent: n?.restent ?? [],
    }
  })
}

/** Les feuilles finies que personne n'a closes, les plus anciennes d'abord. */
export const feuillesAClore = async (tx: TenantTx, maintenant: Date): Promise<readonly SeanceTenue[]> => {
  const ids = await feuillesOuvertes(tx, maintenant, 20)
  return ids.length === 0 ? [] : seances(tx, ids)
}

/** Les sessions des quatre derniers mois, d’où lire les demi-journées coupées. */
const desQuatreMois = (maintenant: Date) =>
  sql`select z.id from sessions.session z where z.premier_jour >= (${maintenant}::timestamptz - interval '120 days')::date`

export type SessionACertifier = {
  readonly id: string
  readonly intitule: string
  readonly numero: string
  readonly dernierJour: DateCivile
  readonly certificats: number
}

/**
 * Les sessions des quatre derniers mois dont toutes les feuilles sont closes, et à qui il reste des certificats à
 * émettre. Qui vient d'un autre organisme n'en attend pas d'ici.
 */
export const sessionsACertifier = async (
  tx: TenantTx,
  maintenant: Date,
): Promise<readonly SessionACertifier[]> => {
  const { rows } = await sql<SessionACertifier>`with k as materialized ${coupees(desQuatreMois(maintenant))}
    select s.id, s.intitule, s.numero, ${jourTenu('s', 'fin')}::text as "dernierJour", n.certificats
    from sessions.session s cross join lateral (
      select count(*)::int as certificats from inscriptions.inscription i
        left join inscriptions.dossier d on d.organisme_id = i.organisme_id and d.id = i.dossier_id
        where i.organisme_id = s.organisme_id and i.session_id = s.id and i.etat = 'inscrit'
          and d.regime is distinct from 'sous-traitance-recue'
          and not exists (select from documents.piece p where p.organisme_id = i.organisme_id and p.objet_id = i.id
            and p.genre = 'certificat-realisation')) n
    where s.premier_jour >= (${maintenant}::timestamptz - interval '120 days')::date
      -- Arrêtée avant son terme, elle est finie au jour où elle s’est arrêtée.
      and (s.dernier_jour <= ${maintenant}::timestamptz::date
        or s.etat = 'terminee' and ${jourTenu('s', 'fin')} <= ${maintenant}::timestamptz::date) and n.certificats > 0
      and exists (select from sessions.seance x where x.organisme_id = s.organisme_id and x.session_id = s.id
        and (x.tenue or x.id in (select k.id from k)))
      and not exists (select from sessions.seance se where se.organisme_id = s.organisme_id and se.session_id = s.id
        and (se.tenue or se.id in (select k.id from k))
        and not exists (select from emargement.cloture c where c.organisme_id = se.organisme_id and c.seance_id = se.id) and ${aUneCase})
    order by s.dernier_jour, s.id limit 10`.execute(tx)
  return rows
}

export type SessionATerminer = {
  readonly id: string
  readonly intitule: string
  readonly numero: string
  readonly dernierJour: DateCivile
  /** Jamais confirmée, sa fin demande aussi ce que la confirmation aurait demandé, qui ne se lit pas d’ici (`seTermineDUnClic`). */
  readonly etat: EtatSession
}

/**
 * Les sessions des quatre derniers mois dont les présences permettent la fin : chaque demi-journée tenue, ou coupée en route, est
 * passée, sa feuille est close, et chaque case y a sa présence ou son absence.
 */
export const sessionsATerminer = async (
  tx: TenantTx,
  maintenant: Date,
): Promise<readonly SessionATerminer[]> => {
  const { rows } = await sql<
    SessionATerminer & { seances: readonly Id<'Seance'>[] }
  >`with k as materialized ${coupees(desQuatreMois(maintenant))}
    select s.id, s.intitule, s.numero,
      s.dernier_jour::text as "dernierJour", s.etat, x.seances
    from sessions.session s cross join lateral (
      select array_agg(x.id) as seances from sessions.seance x
        where x.organisme_id = s.organisme_id and x.session_id = s.id and (x.tenue or x.id in (select k.id from k))) x
    where s.etat in ${cesMots(etatsQuiInscrivent)} and s.premier_jour >= (${maintenant}::timestamptz - interval '120 days')::date
      and s.dernier_jour <= ${maintenant}::timestamptz::date and x.seances is not null
      and not exists (select from sessions.seance se where se.organisme_id = s.organisme_id and se.session_id = s.id
        and (se.tenue or se.id in (select k.id from k)) and (se.fin > ${maintenant}
          or not exists (select from emargement.cloture c where c.organisme_id = se.organisme_id and c.seance_id = se.id) and ${aUneCase}))
    order by s.dernier_jour, s.id limit 10`.execute(tx)
  if (rows.length === 0) return []
  const comptes = await compterCases(
    tx,
    rows.flatMap((l) => l.seances),
  )
  return rows
    .filter(({ seances }) => {
      const siens = seances.flatMap((id) => comptes.get(id) ?? [])
      return siens.length > 0 && siens.every((n) => n.presentes + n.absentes >= n.cases)
    })
    .map(({ seances: _, ...s }) => s)
}

/** Une session dont les certificats viennent : finie depuis deux jours au plus, ou qui finit, avec des feuilles encore ouvertes. */
export type CertificatsAVenir = {
  readonly id: string
  readonly intitule: string
  readonly numero: string
  readonly dernierJour: DateCivile
  /** Que personne n’a encore confirmée. */
  readonly ouverte: boolean
}

/** Celles qui finissent dans ces jours : leur certificat part `delai` jours après. Toutes les feuilles closes, elles sont à certifier, non à venir. */
export const certificatsAVenir = async (
  tx: TenantTx,
  du: DateCivile,
  au: DateCivile,
): Promise<readonly CertificatsAVenir[]> => {
  // D’abord les sessions, seules et peu nombreuses : jointes d’emblée, la base lirait toutes les inscriptions et toutes les séances.
  // Les confirmées d’abord : une session encore ouverte ne prend pas leur place.
  const { rows } = await sql<CertificatsAVenir>`with s as materialized (
      select s.organisme_id, s.id, s.intitule, s.numero, s.dernier_jour, s.etat = 'ouverte' as ouverte from sessions.session s
      where s.organisme_id = (select app.organisme()) and s.premier_jour between ${du}::date - 400 and ${au}::date
        and s.dernier_jour between ${du}::date and ${au}::date and s.etat in ${cesMots(etatsAConduire)}
      order by ouverte, s.dernier_jour, s.id limit 30),
    k as materialized ${coupees(sql`select s.id from s`)}
    select s.id, s.intitule, s.numero, s.dernier_jour::text as "dernierJour", s.ouverte from s
      cross join lateral (select 1 from inscriptions.inscription i
        left join inscriptions.dossier d on d.organisme_id = i.organisme_id and d.id = i.dossier_id
        where i.organisme_id = s.organisme_id and i.session_id = s.id and i.etat = 'inscrit' and d.regime is distinct from 'sous-traitance-recue'
        limit 1) inscrit
      cross join lateral (select 1 from sessions.seance se where se.organisme_id = s.organisme_id and se.session_id = s.id
        and (se.tenue or se.id in (select k.id from k))
        and not exists (select from emargement.cloture c where c.organisme_id = se.organisme_id and c.seance_id = se.id) and ${aUneCase} limit 1) ouverte
    order by s.ouverte, s.dernier_jour, s.id limit 6`.execute(tx)
  return rows
}
