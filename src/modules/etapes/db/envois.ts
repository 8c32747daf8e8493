/** La trace de chaque courriel suivi : pris, parti, refusé, retenu. */
import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import { type ActiviteId, asId } from '#kernel/id.ts'
import { etatsQuiInscrivent } from '#modules/sessions/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import { composee, type TenantTx, uneFois } from '#platform/db/index.ts'
import type { PageRequest } from '#web/pagination.ts'
import type { Raison } from '../domain/raisons.ts'

export type EtatEnvoi = 'en-cours' | 'attente' | 'parti' | 'refuse' | 'retenu'

export type Vise = {
  readonly activite: ActiviteId
  readonly session: string | null
  readonly inscription: string | null
  readonly personne: string | null
}

const enUuid = (v: string | null | undefined): string | null => asId(v ?? '') ?? null

/**
 * De qui et de quelle session parle ce message. L’objet est une inscription, un dossier, une session ou une facture ; à défaut de
 * personne nommée, celle de l’inscription, sinon la seule fiche de l’organisme qui porte cette adresse.
 */
export const viser = async (
  tx: TenantTx,
  m: {
    readonly activite: ActiviteId
    readonly session?: string | null
    readonly objet?: string | null
    readonly personne?: string | null
    readonly adresse: string
  },
): Promise<Vise> => {
  const [objet, session, personne] = [enUuid(m.objet), enUuid(m.session), enUuid(m.personne)]
  const { rows } = await sql<{
    session: string | null
    inscription: string | null
    personne: string | null
    activite: ActiviteId | null
  }>`
    with o as (
      select i.session_id, i.id as inscription, i.personne_id from inscriptions.inscription i
        where i.organisme_id = (select app.organisme()) and i.id = ${objet}::uuid
      union all select d.session_id, null, d.signataire_id from inscriptions.dossier d
        where d.organisme_id = (select app.organisme()) and d.id = ${objet}::uuid
      union all select f.session_id, null, f.payeur_personne_id from facturation.facture f
        where f.organisme_id = (select app.organisme()) and f.id = ${objet}::uuid
      union all select s.id, null, null from sessions.session s
        where s.organisme_id = (select app.organisme()) and s.id = ${objet}::uuid limit 1),
    p as (select min(q.id::text)::uuid as id from tiers.personne q
        where q.organisme_id = (select app.organisme()) and lower(q.courriel) = lower(${m.adresse}) having count(*) = 1)
    select s.id as session, o.inscription, s.activite_id as activite,
      (select x.id from tiers.personne x where x.organisme_id = (select app.organisme())
        and x.id = coalesce(${personne}::uuid, o.personne_id, (select id from p))) as personne
    from (select 1) un left join o on true
      left join sessions.session s on s.organisme_id = (select app.organisme()) and s.id = coalesce(${session}::uuid, o.session_id)`.execute(
    tx,
  )
  const [v] = rows
  return {
    // L’enseigne d’une session l’emporte : la trace se lit où se lit la session.
    activite: v?.activite ?? m.activite,
    session: v?.session ?? null,
    inscription: v?.inscription ?? null,
    personne: v?.personne ?? null,
  }
}

export type Prise = 'a-nous' | 'parti' | 'fini' | 'ailleurs'

export const etatDe = async (tx: TenantTx, message: string): Promise<EtatEnvoi | undefined> =>
  (
    await sql<{ etat: EtatEnvoi }>`select etat from etapes.envoi
      where organisme_id = (select app.organisme()) and message = ${message}`.execute(tx)
  ).rows[0]?.etat

/** Où en sont ces messages ; ceux qu’aucune ligne ne suit n’y sont pas. */
export const etatsDe = async (
  tx: TenantTx,
  messages: readonly string[],
): Promise<Pick<EnvoiLu, 'message' | 'etat' | 'raison' | 'refus' | 'le'>[]> =>
  messages.length === 0
    ? []
    : (
        await sql<
          Pick<EnvoiLu, 'message' | 'etat' | 'raison' | 'refus' | 'le'>
        >`select message, etat, raison, refus, le
          from etapes.envoi where organisme_id = (select app.organisme()) and message = any (${[...messages]}::text[])`.execute(
          tx,
        )
      ).rows

// ─── Lire ────────────────────────────────────────────────────────────────────────────────────────

export type EnvoiLu = {
  readonly message: string
  readonly code: string
  /** Le nom d’une étape de la coopérative, même retirée. */
  readonly nomPropre: string | null
  readonly session: string | null
  readonly numero: string | null
  readonly intitule: string | null
  readonly inscription: string | null
  readonly personne: string | null
  readonly nom: string | null
  readonly adresse: string
  readonly objet: string
  readonly seul: boolean
  readonly etat: EtatEnvoi
  readonly raison: Raison | null
  readonly refus: string | null
  readonly le: Date
}

const lire = async (
  tx: TenantTx,
  ou: ReturnType<typeof sql>,
  max: number,
  ordre = sql`x.le desc, x.message`,
): Promise<EnvoiLu[]> =>
  (
    await sql<EnvoiLu>`select x.message, x.code, q.nom as "nomPropre", x.session_id as session, s.numero, s.intitule, x.inscription_id as inscription,
      x.personne_id as personne, case when p.id is null then null else p.prenom || ' ' || p.nom end as nom, x.adresse, x.objet, x.seul,
      x.etat, x.raison, x.refus, x.le
    from etapes.envoi x
      left join sessions.session s on s.organisme_id = x.organisme_id and s.id = x.session_id
      left join tiers.personne p on p.organisme_id = x.organisme_id and p.id = x.personne_id
      left join etapes.propre q on q.organisme_id = x.organisme_id and q.code = x.code
    where x.organisme_id = (select app.organisme()) and ${ou} order by ${ordre} limit ${max}`.execute(tx)
  ).rows

export const envoisDeLaSession = (tx: TenantTx, session: string, max = 500): Promise<EnvoiLu[]> =>
  lire(tx, sql`x.session_id = ${session}::uuid`, max)

/** Le dernier de chaque étape à chaque adresse : le journal se borne, ceci non. */
export type DernierEnvoi = Pick<EnvoiLu, 'code' | 'personne' | 'adresse' | 'etat' | 'raison'>

export const derniersEnvois = async (tx: TenantTx, session: string): Promise<DernierEnvoi[]> =>
  (
    await sql<DernierEnvoi>`select distinct on (x.code, lower(x.adresse)) x.code, x.personne_id as personne, x.adresse, x.etat, x.raison
    from etapes.envoi x where x.organisme_id = (select app.organisme()) and x.session_id = ${session}::uuid
    order by x.code, lower(x.adresse), x.le desc, x.message`.execute(tx)
  ).rows

export const retenusDeLaSession = async (tx: TenantTx, session: string): Promise<string[]> =>
  (
    await sql<{
      message: string
    }>`select message from etapes.envoi where organisme_id = (select app.organisme())
      and session_id = ${session}::uuid and etat = 'retenu' and raison = 'arret'`.execute(tx)
  ).rows.map((r) => r.message)

/** Ce qui lui est parti, sous chacune de ses fiches. */
export const envoisDeLaPersonne = (
  tx: TenantTx,
  personnes: readonly string[],
  max = 500,
): Promise<EnvoiLu[]> => lire(tx, sql`x.personne_id = any (${`{${personnes.join(',')}}`}::uuid[])`, max)

export type FiltreEnvois = {
  /** Un morceau de l’objet, de l’adresse ou du nom. */
  readonly q?: string
  readonly etat?: EtatEnvoi | undefined
}

/** Tous ceux de la coopérative, le plus récent d’abord ; une page, et une ligne de plus s’il en reste. */
export const listerEnvois = async (
  tx: TenantTx,
  { q = '', etat }: FiltreEnvois,
  { sens, cle }: PageRequest,
  taille: number,
): Promise<EnvoiLu[]> => {
  const [le, message] = [cle?.[0], cle?.[1]]
  const depuis = typeof le === 'string' && typeof message === 'string' ? ([le, message] as const) : undefined
  const motif = `%${q.replace(/[\\%_]/g, '\\$&')}%`
  return lire(
    tx,
    sql`${etat === undefined ? sql`true` : etat === 'attente' ? sql`x.etat in ('attente', 'en-cours')` : sql`x.etat = ${etat}`}
      and ${q === '' ? sql`true` : sql`(x.objet ilike ${motif} or x.adresse ilike ${motif} or p.prenom || ' ' || p.nom ilike ${motif})`}
      and ${depuis ? sql`(x.le, x.message) ${sens === 'avant' ? sql`>` : sql`<`} (${depuis[0]}::timestamptz, ${depuis[1]})` : sql`true`}`,
    taille + 1,
    sens === 'avant' ? sql`x.le, x.message` : sql`x.le desc, x.message desc`,
  )
}

export type ComptesEnvois = { readonly attente: number; readonly refuses: number; readonly retenus: number }

/** Ce qui n’est pas arrivé depuis trente jours : en attente du serveur, revenu, retenu par un arrêt. */
export const compterEnvois = async (tx: TenantTx, maintenant: Date): Promise<ComptesEnvois> =>
  (
    await sql<ComptesEnvois>`select count(*) filter (where etat in ('attente', 'en-cours'))::int4 as attente,
        count(*) filter (where etat = 'refuse')::int4 as refuses, count(*) filter (where etat = 'retenu')::int4 as retenus
      from etapes.envoi where organisme_id = (select app.organisme()) and le > ${maintenant}::timestamptz - interval '30 days'`.execute(
      tx,
    )
  ).rows[0] ?? { attente: 0, refuses: 0, retenus: 0 }

export type SansCourriel = {
  readonly personne: string
  readonly nom: string
  readonly telephone: string | null
  readonly session: string
  readonly numero: string
  readonly intitule: string
}

/** Qui vient à une session qui n’est pas finie, et n’a pas de courriel : à appeler. */
export const inscritsSansCourriel = async (
  tx: TenantTx,
  jour: DateCivile,
  max: number,
): Promise<SansCourriel[]> =>
  (
    await sql<SansCourriel>`select p.id as personne, concat_ws(' ', p.prenom, p.nom) as nom, p.telephone, s.id as session, s.numero, s.intitule
      from sessions.session s
        join inscriptions.inscription i on i.organisme_id = s.organisme_id and i.session_id = s.id and i.close_le is null
        join tiers.personne p on p.organisme_id = i.organisme_id and p.id = i.personne_id and p.courriel is null
      where s.organisme_id = (select app.organisme()) and s.etat in ${cesMots(etatsQuiInscrivent)} and s.dernier_jour >= ${jour}::date
      order by s.premier_jour, p.pli, p.id limit ${max}`.execute(tx)
  ).rows

/** Un courriel de cette session a été pris depuis : parti, ou en train de partir. Ce qui fut retenu n’a atteint personne. */
export const courrielDepuis = async (tx: TenantTx, session: string, depuis: Date): Promise<boolean> =>
  (
    await sql<{
      parti: boolean
    }>`select exists (select from etapes.envoi e where e.organisme_id = (select app.organisme())
      and e.session_id = ${session}::uuid and e.pris_le >= ${depuis} and e.etat in ('en-cours', 'attente', 'parti')) as parti`.execute(
      tx,
    )
  ).rows[0]?.parti ?? true

/** Les inscriptions de cette session pour qui un courriel est parti, ou en train de partir. */
export const inscriptionsEcrites = uneFois(
  async (tx, session): Promise<ReadonlySet<string>> =>
    new Set((await ecrites(tx, session)).rows.map((r) => r.id)),
)
const ecrites = composee(
  (session: string) => sql<{
    id: string
  }>`select distinct e.inscription_id as id from inscriptions.inscription i
          join etapes.envoi e on e.organisme_id = i.organisme_id and e.inscription_id = i.id
          where i.organisme_id = (select app.organisme()) and i.session_id = ${session}::uuid
            and e.etat in ('en-cours', 'attente', 'parti')`,
)
