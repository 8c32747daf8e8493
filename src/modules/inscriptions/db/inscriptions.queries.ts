import { type RawBuilder, sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, Id } from '#kernel/id.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import type { EntrepriseId, TiersId } from '#modules/tiers/index.ts'
import { composee, type TenantTx } from '#platform/db/index.ts'
import type { DossierId, StatutF1 } from '../domain/dossier.ts'
import type { Etape, EtatGarde, EtatInscription } from '../domain/etats.ts'
import type { StatutSuivant } from '../domain/statuts-par-date.ts'

export type InscriptionId = Id<'Inscription'>

/** Une personne inscrite à une session, avec ce qu'une feuille ou un certificat disent d'elle. */
export type Inscrit = {
  readonly id: InscriptionId
  readonly session: SessionId
  readonly activite: ActiviteId
  readonly personne: TiersId
  readonly prenom: string
  readonly nom: string
  readonly courriel: string | null
  /** L’employeur au jour de l’inscription, quoi que dise la fiche depuis. */
  readonly entreprise: EntrepriseId | null
  /** Nul : sans employeur, ou non renseigné. Le régime du contrat ne s’en déduit pas seul. */
  readonly employeur: string | null
  readonly siret: string | null
  /** Ce que la base garde : « inscrit » tient la place, quelle que soit la suite (`etape`). */
  readonly etat: EtatGarde
  /** Ce qui suit « inscrit », quand quelqu’un l’a noté. */
  readonly etape: Etape | null
  /** Nul : inscrite hors d’un dossier client. */
  readonly dossier: DossierId | null
  /** Celui du premier jour de l’action. */
  readonly statutF1: StatutF1 | null
  readonly statutsSuivants: readonly StatutSuivant[]
  readonly version: number
  readonly motif: string | null
  readonly inscriteLe: Date
  /** Quand la place a été tenue pour de bon ; nulle : jamais. */
  readonly definitiveLe: Date | null
  readonly closeLe: Date | null
  /** Le jour où elle rejoint l’action en cours de route ; nul : dès le début. */
  readonly arriveeLe: DateCivile | null
  /** La fiche de la personne a depuis été réunie à une autre. */
  readonly reunie: boolean
}

const colonnes = sql`i.id, i.session_id as session, i.activite_id as activite, i.personne_id as personne, p.prenom,
  p.nom, p.courriel, i.employeur_id as entreprise, e.nom as employeur, e.siret, i.etat, i.motif,
  i.etape, i.dossier_id as dossier, i.statut_f1 as "statutF1", i.statuts_suivants as "statutsSuivants", i.version,
  i.inscrite_le as "inscriteLe", i.definitive_le as "definitiveLe", i.close_le as "closeLe", i.arrivee_le::text as "arriveeLe",
  exists (select from tiers.fusion f where f.organisme_id = p.organisme_id and f.absorbe_id = p.id
    and f.defaite_le is null) as reunie
  from inscriptions.inscription i
    join tiers.personne p on p.organisme_id = i.organisme_id and p.id = i.personne_id
    left join tiers.entreprise e on e.organisme_id = i.organisme_id and e.id = i.employeur_id`

const inscritsDe = (seulement: RawBuilder<unknown>) =>
  composee(
    (session: SessionId) => sql<Inscrit>`select ${colonnes} where i.session_id = ${session}
      and ${seulement}
      order by i.etat <> 'inscrit', i.close_le is not null, p.pli, i.id`,
  )
const [tousInscrits, inscritsEnCours] = [inscritsDe(sql`true`), inscritsDe(sql`i.etat = 'inscrit'`)]

/** Les inscrits d'une session, par nom ; les inscriptions closes à la fin, sauf si on ne veut que les autres. */
export const listerInscrits = async (
  tx: TenantTx,
  session: SessionId,
  { enCours = false } = {},
): Promise<Inscrit[]> => (await (enCours ? inscritsEnCours : tousInscrits)(tx, session)).rows

/** Une inscription de cette session ; rien si elle est d'une autre, ou d'un autre organisme. */
export const lireInscription = async (
  tx: TenantTx,
  session: SessionId,
  id: InscriptionId,
): Promise<Inscrit | undefined> =>
  (await sql<Inscrit>`select ${colonnes} where i.session_id = ${session} and i.id = ${id}`.execute(tx))
    .rows[0]

export const compterInscrits = async (tx: TenantTx, session: SessionId): Promise<number> =>
  (
    await sql<{ n: number }>`select count(*)::int as n from inscriptions.inscription
      where session_id = ${session} and etat = 'inscrit'`.execute(tx)
  ).rows[0]?.n ?? 0

export const etatComplet = (i: Pick<Inscrit, 'etat' | 'etape'>): EtatInscription => i.etape ?? i.etat

/** D’où venait l’inscription quand elle fut annulée, et si la personne l’a appris depuis. */
export const lireAnnulation = async (
  tx: TenantTx,
  id: InscriptionId,
): Promise<{ readonly de: EtatInscription; readonly prevenue: boolean }> => {
  const { rows } = await sql<{
    geste: string
    de: EtatInscription | null
  }>`select geste, details ->> 'de' as de from journal.geste
    where organisme_id = (select app.organisme()) and objet_id = ${id}::uuid and module = 'inscriptions'
      and geste in ('annuler-inscription', 'prevenir-annulation', 'dire-depart') order by fait_le desc, id desc limit 5`.execute(
    tx,
  )
  return {
    de: rows.find((r) => r.geste === 'annuler-inscription')?.de ?? 'inscrit',
    prevenue: rows.some((r) => r.geste !== 'annuler-inscription'),
  }
}
