import { sql } from 'kysely'
import type { ActiviteId, Id } from '#kernel/id.ts'
import type { Exercice } from '#modules/organisme/index.ts'
import { etatsOublies } from '#modules/sessions/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { EcritureInterne, MissionId, MissionLue } from '../domain/missions.ts'

const colonnes = (
  le: Date,
) => sql`m.id, m.genre, m.acheteuse_id as acheteuse, a.nom as "nomAcheteuse", m.vendeuse_id as vendeuse, v.nom as "nomVendeuse",
    m.cote, m.objet, m.session_id as session, m.cadre_id as cadre, m.corrige_id as corrige, m.cle,
    m.tarif_centimes::float8 as tarif, m.taux_points as taux, m.du::text as du, m.au::text as au, m.motif, m.etat,
    m.demandee_le as "demandeeLe", m.demandee_par as "demandeePar", m.repondue_le as "reponduLe",
    porte.intervenant_de(m.id) as intervenant, m.minutes, m.demi_journees as "demiJournees", m.base_centimes::float8 as base,
    m.constat_cote as "constatCote", m.constatee_le as "constateeLe", m.confirmee_le as "confirmeeLe",
    m.montant_centimes::float8 as montant, porte.pas_de_mission(m.id, ${le}) as pas,
    array_remove(array[
      case when (select app.toutes_activites()) or m.acheteuse_id = any ((select app.activites())::uuid[]) then 'acheteuse' end,
      case when (select app.toutes_activites()) or m.vendeuse_id = any ((select app.activites())::uuid[]) then 'vendeuse' end], null) as miens
  from cae.mission m
    join organisme.activite a on a.organisme_id = m.organisme_id and a.id = m.acheteuse_id
    join organisme.activite v on v.organisme_id = m.organisme_id and v.id = m.vendeuse_id`

/** Ce que la liste montre ; une de plus est lue, pour dire qu’il en reste. */
export const MISSIONS_MAX = 200

/** Les missions des enseignes de qui lit, les plus récentes d’abord ; `enCours` : celles où il reste un pas à faire. */
export const listerMissions = async (tx: TenantTx, le: Date, enCours = false): Promise<MissionLue[]> =>
  (
    await sql<MissionLue>`select ${colonnes(le)}
      where not ${enCours}::boolean or m.etat in ('demandee', 'constatee') or (m.etat = 'accordee' and m.genre = 'mission')
      order by m.du desc, m.id desc limit ${MISSIONS_MAX + 1}`.execute(tx)
  ).rows

/** Les dernières missions d’une enseigne sur un exercice, dix au plus. */
export const missionsDeLActivite = async (
  tx: TenantTx,
  activite: ActiviteId,
  e: Exercice,
  le: Date,
): Promise<MissionLue[]> =>
  (
    await sql<MissionLue>`select ${colonnes(le)} where ${activite}::uuid in (m.acheteuse_id, m.vendeuse_id)
      and m.du <= ${e.fin}::date and coalesce(m.au, ${e.fin}::date) >= ${e.debut}::date
      order by m.du desc, m.id desc limit 10`.execute(tx)
  ).rows

export const lireMission = async (tx: TenantTx, id: MissionId, le: Date): Promise<MissionLue | undefined> =>
  (await sql<MissionLue>`select ${colonnes(le)} where m.id = ${id}`.execute(tx)).rows[0]

/** Les cadres en vigueur : ce qui est convenu d’avance. */
export const cadresEnVigueur = async (tx: TenantTx, le: Date): Promise<MissionLue[]> =>
  (
    await sql<MissionLue>`select ${colonnes(le)} where m.genre = 'cadre' and m.etat = 'accordee'
      and (m.au is null or m.au >= (${le}::timestamptz at time zone 'Europe/Paris')::date) order by m.objet, m.id`.execute(
      tx,
    )
  ).rows

/** Les missions d’une session : la coordination de qui y intervient d’une autre enseigne. */
export const missionsDeLaSession = async (tx: TenantTx, session: string, le: Date): Promise<MissionLue[]> =>
  (
    await sql<MissionLue>`select ${colonnes(le)} where m.session_id = ${session} and m.genre = 'mission' order by m.du, m.id`.execute(
      tx,
    )
  ).rows

/** Ce que des bons confirmés ont déjà rendu de celui-ci, en centimes. */
export const rectificationsDe = async (tx: TenantTx, id: MissionId): Promise<number[]> =>
  (
    await sql<{
      montant: number
    }>`select montant_centimes::float8 as montant from cae.mission where corrige_id = ${id} and etat = 'confirmee'`.execute(
      tx,
    )
  ).rows.map((r) => r.montant)

/** Les écritures analytiques des enseignes de qui lit, de la plus ancienne à la plus récente. */
export const ecrituresInternes = async (tx: TenantTx, activite?: ActiviteId): Promise<EcritureInterne[]> =>
  (
    await sql<EcritureInterne>`select e.mission_id as mission, e.activite_id as activite, a.nom as enseigne, b.nom as avec,
        e.montant_centimes::float8 as montant, e.objet, e.session_id as session, e.confirmee_le as le
      from cae.ecriture_interne e
        join organisme.activite a on a.organisme_id = e.organisme_id and a.id = e.activite_id
        join organisme.activite b on b.organisme_id = e.organisme_id and b.id = e.avec_id
      where ((select app.toutes_activites()) or e.activite_id = any ((select app.activites())::uuid[]))
        and (${activite ?? null}::uuid is null or e.activite_id = ${activite ?? null}::uuid)
      order by e.confirmee_le, e.mission_id, e.montant_centimes desc`.execute(tx)
  ).rows

/** Les sessions où l’on peut demander quelqu’un : celles de l’enseigne, ni annulées, ni archivées, les plus récentes d’abord. */
export const sessionsOuDemander = async (
  tx: TenantTx,
): Promise<readonly { id: Id<'Session'>; numero: string; intitule: string; activite: ActiviteId }[]> =>
  (
    await sql<{
      id: Id<'Session'>
      numero: string
      intitule: string
      activite: ActiviteId
    }>`select id, numero, intitule, activite_id as activite from sessions.session
      where etat not in ${cesMots(etatsOublies)} order by premier_jour desc, id desc limit 100`.execute(tx)
  ).rows

/** Les cadres en part d’une marque commune qui valent, ou qui attendent une réponse : sa convention. */
export const cadresDeLaMarque = async (
  tx: TenantTx,
  collective: ActiviteId,
  le: Date,
): Promise<MissionLue[]> =>
  (
    await sql<MissionLue>`select ${colonnes(le)} where m.genre = 'cadre' and m.cle = 'pourcent' and m.acheteuse_id = ${collective}::uuid
      and m.etat in ('demandee', 'accordee') and (m.au is null or m.au >= (${le}::timestamptz at time zone 'Europe/Paris')::date)
      order by v.nom, m.id`.execute(tx)
  ).rows
