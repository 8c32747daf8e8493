import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Chainon, GesteHorsLigne, IssueHorsLigne, Tenue } from '../domain/hors-ligne.ts'
import type { AppareilId, SessionId } from '../domain/ports.ts'
import type { InscriptionId, SeanceId } from '../domain/signer-demi-journee.ts'

export type AppareilLu = {
  readonly id: AppareilId
  readonly nom: string
  readonly tenuPar: PersonneId
  /** Point P-256 non compressé, 65 octets. */
  readonly cle: Buffer
  readonly inscritLe: Date
  readonly vuLe: Date | null
  readonly ecartMs: number | null
  readonly retireLe: Date | null
}

export const colonnes = sql`a.id, a.nom, a.tenu_par as "tenuPar", a.cle, a.inscrit_le as "inscritLe", a.vu_le as "vuLe",
  a.ecart_ms::float8 as "ecartMs", a.retire_le as "retireLe"`

export const lireAppareil = async (tx: TenantTx, id: string): Promise<AppareilLu | undefined> => {
  const { rows } = await sql<AppareilLu>`select ${colonnes} from emargement.appareil a
    where a.organisme_id = (select app.organisme()) and a.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

/**
 * Les demi-journées qu’une personne tient entre deux jours, début et fin compris, feuilles closes exclues. `supplee` : celles aussi
 * que personne n’anime sous un compte, et qu’elle tient à leur place comme elle le ferait au bureau.
 */
export const demisATenir = async (
  tx: TenantTx,
  { compte, supplee }: { readonly compte: PersonneId; readonly supplee: boolean },
  du: DateCivile,
  au: DateCivile,
): Promise<{ readonly session: SessionId; readonly seance: SeanceId }[]> => {
  const { rows } = await sql<{ session: SessionId; seance: SeanceId }>`
    select se.session_id as session, se.id as seance from sessions.seance se
      join sessions.session s on s.organisme_id = se.organisme_id and s.id = se.session_id
    where se.organisme_id = (select app.organisme()) and se.jour between ${du}::date and ${au}::date
      and (s.formateur_id = ${compte}::uuid or exists (select from sessions.affectation f
        where f.organisme_id = se.organisme_id and f.seance_id = se.id and f.compte_id = ${compte}::uuid)
        or (${supplee} and s.formateur_id is null and not exists (select from sessions.affectation f
          where f.organisme_id = se.organisme_id and f.seance_id = se.id and f.compte_id is not null)))
      and not exists (select from emargement.cloture c where c.organisme_id = se.organisme_id and c.seance_id = se.id)
    order by se.debut, se.id limit 60`.execute(tx)
  return rows
}

/** La session d’une séance que l’appareil a emportée ; rien s’il ne l’a jamais eue. */
export const seanceEmportee = async (
  tx: TenantTx,
  appareil: AppareilId,
  seance: string,
): Promise<SessionId | undefined> => {
  const { rows } = await sql<{ session: SessionId }>`select se.session_id as session from emargement.emport e
      join sessions.seance se on se.organisme_id = e.organisme_id and se.id = e.seance_id
    where e.organisme_id = (select app.organisme()) and e.appareil_id = ${appareil}::uuid and e.seance_id = ${seance}::uuid limit 1`.execute(
    tx,
  )
  return rows[0]?.session
}

/** Ce que l’on sait d’un appareil, pour juger un geste sur cette feuille, telle que l’appareil l’a montrée. */
export const lireTenue = async (
  tx: TenantTx,
  appareil: AppareilId,
  vue: { readonly seance: string; readonly feuille: string },
): Promise<Tenue> => {
  const { rows } = await sql<{
    le: Date
    rang: number
    tete: string | null
    ecartMs: number
  }>`select le, rang,
      encode(tete, 'hex') as tete, ecart_ms::float8 as "ecartMs"
    from emargement.passage where organisme_id = (select app.organisme()) and appareil_id = ${appareil}::uuid
    order by id desc limit 1`.execute(tx)
  const [passage] = rows
  const { rows: emports } = await sql<{
    le: Date | null
    montree: boolean | null
    montre: string | null
  }>`select min(emporte_le) as le,
      bool_or(feuille = ${Buffer.from(vue.feuille, 'hex')}::bytea) as montree,
      max(montre) filter (where feuille = ${Buffer.from(vue.feuille, 'hex')}::bytea) as montre
    from emargement.emport where organisme_id = (select app.organisme()) and appareil_id = ${appareil}::uuid
      and seance_id = ${vue.seance}::uuid`.execute(tx)
  const [emport] = emports
  const { rows: suite } = await sql<
    Tenue['suite'][number]
  >`select rang, encode(empreinte, 'hex') as empreinte,
      encode(precedente, 'hex') as precedente, fait_le as "faitLe"
    from emargement.hors_ligne where organisme_id = (select app.organisme()) and appareil_id = ${appareil}::uuid
      and rang > ${passage?.rang ?? 0}::int4
    union all select rang, encode(empreinte, 'hex'), encode(precedente, 'hex'), fait_le
    from emargement.geste_refuse where organisme_id = (select app.organisme()) and appareil_id = ${appareil}::uuid
      and rang > ${passage?.rang ?? 0}::int4`.execute(tx)
  return {
    passage,
    premierEmport: emport?.montree ? (emport.le ?? undefined) : undefined,
    montre: emport?.montre ?? undefined,
    suite,
  }
}

export type Rapport = {
  readonly issue: IssueHorsLigne
  readonly numero: number
  readonly empreinte: string
  /** Empreinte du texte que l’appareil avait signé. */
  readonly texte: string
}

/** Ce qui est déjà reçu sous cet identifiant. */
export const lireRapport = async (tx: TenantTx, id: string): Promise<Rapport | undefined> => {
  const { rows } =
    await sql<Rapport>`select h.issue, m.numero::int4 as numero, encode(m.empreinte, 'hex') as empreinte,
      encode(h.empreinte, 'hex') as texte
    from emargement.hors_ligne h join emargement.maillon m on m.organisme_id = h.organisme_id and m.id = h.id
    where h.organisme_id = (select app.organisme()) and h.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

/** L’identifiant est-il déjà celui d’une autre entrée du registre ? */
export const maillonPris = async (tx: TenantTx, id: string): Promise<boolean> => {
  const { rows } = await sql`select 1 from emargement.maillon
    where organisme_id = (select app.organisme()) and id = ${id}::uuid`.execute(tx)
  return rows.length > 0
}

export type RapportDeCase = {
  readonly id: string
  readonly inscription: InscriptionId | null
  readonly geste: GesteHorsLigne
  readonly issue: IssueHorsLigne
  readonly faitLe: Date
  readonly recuLe: Date
  readonly ecartMs: number
  /** L’heure que l’on a retenue : celle de l’appareil, remise à la nôtre. */
  readonly cruLe: Date
}

/** L’heure retenue d’un geste rapporté (`heureCrue`). */
const cruLe = sql`least(h.fait_le - coalesce(h.ecart_emport_ms, 0) * interval '1 millisecond', h.recu_le)`

/** Les gestes rapportés d’une séance, dans l’ordre de réception. */
export const rapportsDe = async (tx: TenantTx, seance: SeanceId): Promise<RapportDeCase[]> => {
  const { rows } =
    await sql<RapportDeCase>`select h.id, h.inscription_id as inscription, h.geste, h.issue, h.fait_le as "faitLe",
      h.recu_le as "recuLe", h.ecart_ms::float8 as "ecartMs", ${cruLe} as "cruLe"
    from emargement.hors_ligne h where h.organisme_id = (select app.organisme()) and h.seance_id = ${seance}::uuid
    order by h.recu_le, h.appareil_id, h.rang`.execute(tx)
  return rows
}

/** La clé d’une présence : la case, et l’heure qu’elle garde quoi qu’on y note ensuite. */
export const clePresence = (inscription: string, seance: string, le: Date): string =>
  `${inscription} ${seance} ${le.getTime()}`

/** L’heure de réception de chaque présence signée sans réseau d’une session, par case et par heure retenue. */
export const receptionsDe = async (tx: TenantTx, session: SessionId): Promise<ReadonlyMap<string, Date>> => {
  const { rows } = await sql<{
    inscription: string
    seance: string
    le: Date
    recuLe: Date
  }>`select h.inscription_id as inscription, h.seance_id as seance, ${cruLe} as le, h.recu_le as "recuLe"
    from emargement.hors_ligne h join sessions.seance se on se.organisme_id = h.organisme_id and se.id = h.seance_id
    where h.organisme_id = (select app.organisme()) and se.session_id = ${session}::uuid
      and h.inscription_id is not null and h.geste = 'presence' and h.issue = 'retenue'`.execute(tx)
  return new Map(rows.map((r) => [clePresence(r.inscription, r.seance, r.le), r.recuLe]))
}

export type AppareilDeFeuille = AppareilLu & { readonly emporteLe: Date; readonly suite: readonly Chainon[] }

/** Les appareils qui tiennent cette séance, et leur suite entière, pour la relire. */
export const appareilsDe = async (tx: TenantTx, seance: SeanceId): Promise<AppareilDeFeuille[]> => {
  const { rows } = await sql<Omit<AppareilDeFeuille, 'suite'>>`select ${colonnes}, e.le as "emporteLe"
    from (select organisme_id, appareil_id, min(emporte_le) as le from emargement.emport
        where organisme_id = (select app.organisme()) and seance_id = ${seance}::uuid group by 1, 2) e
      join emargement.appareil a on a.organisme_id = e.organisme_id and a.id = e.appareil_id order by e.le, a.id`.execute(
    tx,
  )
  if (rows.length === 0) return []
  const { rows: suites } = await sql<Chainon & { appareil: string }>`select appareil_id as appareil, rang,
      encode(empreinte, 'hex') as empreinte, encode(precedente, 'hex') as precedente
    from emargement.hors_ligne where organisme_id = (select app.organisme())
      and appareil_id = any (${rows.map((r) => r.id)}::uuid[])
    union all select appareil_id, rang, encode(empreinte, 'hex'), encode(precedente, 'hex')
    from emargement.geste_refuse where organisme_id = (select app.organisme())
      and appareil_id = any (${rows.map((r) => r.id)}::uuid[])`.execute(tx)
  return rows.map((r) => ({ ...r, suite: suites.filter((s) => s.appareil === r.id) }))
}
