/** Les constats gardés, ce qu’on en a jugé, et les passages de la nuit. */
import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import { etatsSansControle, type SessionId } from '#modules/sessions/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { PageRequest } from '#web/pagination.ts'
import type { Gravite } from '../domain/regle.ts'

export type ConstatId = Id<'Constat'>

export type AGarder = {
  readonly regle: string
  readonly cle: string
  readonly gravite: Gravite
  readonly phrase: string
  readonly empreinte: string
  readonly ou: string
}

/**
 * Un seul relevé gardé, un seul jugement à la fois par session, et jamais sous une facture qui part : la nuit, un geste et
 * une émission se suivent. À prendre avant de lire.
 */
export const verrouillerSession = async (tx: TenantTx, session: SessionId): Promise<void> => {
  await sql`select pg_advisory_xact_lock(4833, hashtext(${session}))`.execute(tx)
}

/** Les sessions que la nuit revoit : commencées, ni annulées ni archivées, finies depuis treize mois au plus, tenues avec Coforme. */
export const sessionsAControler = async (tx: TenantTx, maintenant: Date): Promise<SessionId[]> => {
  const { rows } = await sql<{ id: SessionId }>`select id from sessions.session
    where organisme_id = (select app.organisme()) and etat not in ${cesMots(etatsSansControle)}
      and reprise_id is null and premier_jour <= (${maintenant}::timestamptz)::date and dernier_jour >= (${maintenant}::timestamptz - interval '400 days')::date
    order by dernier_jour desc, id limit 2000`.execute(tx)
  return rows.map((r) => r.id)
}

/** Combien de sessions viennent d’un historique repris : la liste le dit une fois, et non session par session. */
export const compterReprises = async (tx: TenantTx): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*)::int4 as n from sessions.session
    where organisme_id = (select app.organisme()) and reprise_id is not null`.execute(tx)
  return rows[0]?.n ?? 0
}

export type Passage = {
  readonly le: Date
  readonly sessions: number
  readonly passes: number
  readonly nouveaux: number
  readonly refermes: number
}

export const dernierPassage = async (tx: TenantTx): Promise<Passage | undefined> => {
  const { rows } = await sql<Passage>`select le, sessions, passes, nouveaux, refermes from controles.passage
    where organisme_id = (select app.organisme()) order by le desc limit 1`.execute(tx)
  return rows[0]
}

export type EtatConstat = 'ouvert' | 'accepte' | 'referme'

export type ConstatListe = {
  readonly id: ConstatId
  readonly session: SessionId
  readonly numero: string
  readonly intitule: string
  readonly formateurId: string | null
  readonly regle: string
  readonly cle: string
  readonly gravite: Gravite
  readonly phrase: string
  readonly ou: string
  readonly ouvertLe: Date
  readonly refermeLe: Date | null
  readonly motif: string | null
  readonly parNom: string | null
  readonly jugeLe: Date | null
  readonly etat: EtatConstat
}

export type FiltreConstats = {
  readonly etat?: EtatConstat | undefined
  readonly gravite?: Gravite | undefined
  readonly regle?: string | undefined
  /** Mots repliés, cherchés dans l’intitulé, le numéro, l’intervenant et le lieu de la session. */
  readonly mots?: readonly string[]
  /** Seulement les sessions qu’anime ce compte. */
  readonly anime?: string | undefined
}

/** Du plus récent au plus ancien ; une ligne de plus que `taille` s’il en reste. */
export const listerConstats = async (
  tx: TenantTx,
  { etat, gravite, regle, mots = [], anime }: FiltreConstats,
  { sens, cle }: PageRequest,
  taille: number,
): Promise<ConstatListe[]> => {
  const [quand, id] = [cle?.[0], cle?.[1]]
  const depuis = typeof quand === 'string' && typeof id === 'string' ? [quand, id] : undefined
  const accepte = sql`(j.decision = 'accepte') is true`
  const { rows } = await sql<ConstatListe>`
    select c.id, c.session_id as session, s.numero, s.intitule, s.formateur_id as "formateurId", c.regle, c.cle, c.gravite, c.phrase, c.ou,
      c.ouvert_le as "ouvertLe", c.referme_le as "refermeLe", case when ${accepte} then j.motif end as motif,
      case when ${accepte} then j.par_nom end as "parNom", case when ${accepte} then j.le end as "jugeLe",
      case when c.referme_le is not null then 'referme' when ${accepte} then 'accepte' else 'ouvert' end as etat
    from controles.constat c
      join sessions.session s on s.organisme_id = c.organisme_id and s.id = c.session_id
      left join lateral (select j.decision, j.motif, j.par_nom, j.le from controles.jugement j where j.organisme_id = c.organisme_id
        and j.session_id = c.session_id and j.regle = c.regle and j.cle = c.cle and j.empreinte = c.empreinte order by j.le desc, j.id desc limit 1) j on true
    where c.organisme_id = (select app.organisme())
      and ${gravite ? sql`c.gravite = ${gravite}` : sql`true`} and ${regle ? sql`c.regle = ${regle}` : sql`true`}
      and ${etat === 'referme' ? sql`c.referme_le is not null` : etat === undefined ? sql`true` : sql`c.referme_le is null and (${accepte}) = ${etat === 'accepte'}`}
      and ${
        mots.length === 0
          ? sql`true`
          : sql.join(
              mots.map((m) => sql`strpos(s.pli, ${m}) > 0`),
              sql` and `,
            )
      }
      and ${
        anime === undefined
          ? sql`true`
          : sql`(s.formateur_id = ${anime}::uuid or exists (select from sessions.seance x
              join sessions.affectation a on a.organisme_id = x.organisme_id and a.seance_id = x.id
              where x.organisme_id = s.organisme_id and x.session_id = s.id and a.compte_id = ${anime}::uuid))`
      }
      and ${depuis ? sql`(c.ouvert_le, c.id) ${sens === 'avant' ? sql`>` : sql`<`} (${depuis[0]}::timestamptz, ${depuis[1]}::uuid)` : sql`true`}
    order by ${sens === 'avant' ? sql`c.ouvert_le, c.id` : sql`c.ouvert_le desc, c.id desc`} limit ${taille + 1}`.execute(
    tx,
  )
  return rows
}

/** Ce qui reste ouvert et que personne n’a accepté. */
export const compterOuverts = async (tx: TenantTx): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*)::int4 as n from controles.constat c
    where c.organisme_id = (select app.organisme()) and c.referme_le is null and not exists (
      select from (select j.decision from controles.jugement j where j.organisme_id = c.organisme_id and j.session_id = c.session_id
        and j.regle = c.regle and j.cle = c.cle and j.empreinte = c.empreinte order by j.le desc, j.id desc limit 1) d
      where d.decision = 'accepte')`.execute(tx)
  return rows[0]?.n ?? 0
}
