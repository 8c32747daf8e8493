import { sql } from 'kysely'
import type { OrganismeId } from '#kernel/id.ts'
import { composee, type TenantTx } from '#platform/db/index.ts'
import type { Manche } from '../domain/acheteur.ts'
import type { Ecrit, GenreDEcrit } from '../domain/ecrits.ts'
import type { GroupementId } from '../domain/groupement.ts'

/** La dernière version de chaque écrit du dossier, du plus ancien au plus récent. */
export const ecritsDuDossier = async (tx: TenantTx, id: GroupementId): Promise<Ecrit[]> =>
  (
    await sql<Ecrit>`select organisme_id as organisme, genre, cle, rang, contenu, motif, le from (
        select distinct on (organisme_id, genre, cle) * from marches.ecrit where groupement_id = ${id}::uuid
         order by organisme_id, genre, cle, rang desc) e order by le, id`.execute(tx)
  ).rows

/** Toutes les versions des écrits d’un genre, du plus ancien au plus récent : ce qui fut dit avant d’être corrigé. */
export const versionsDuGenre = async (
  tx: TenantTx,
  id: GroupementId,
  genre: GenreDEcrit,
): Promise<readonly Pick<Ecrit, 'cle' | 'rang' | 'contenu' | 'le'>[]> =>
  (
    await sql<Pick<Ecrit, 'cle' | 'rang' | 'contenu' | 'le'>>`select cle, rang, contenu, le from marches.ecrit
      where groupement_id = ${id}::uuid and genre = ${genre} order by le, rang`.execute(tx)
  ).rows

/** Les bons qu’exécute une session de la coopérative de qui lit, dans les dossiers où cette personne est entrée. */
export type BonDeSession = {
  readonly groupement: GroupementId
  readonly cle: string
  readonly marche: string
  readonly numero: string
  readonly objet: string
  readonly centimes: number
}
const bonsDe = composee(
  (
    session: string,
  ) => sql<BonDeSession>`select e.groupement_id as groupement, e.cle, g.objet as marche, c.contenu ->> 'numero' as numero,
        c.contenu ->> 'objet' as objet, (c.contenu ->> 'centimes')::int8::float8 as centimes
      from (select distinct on (x.groupement_id, x.cle) x.* from marches.ecrit x where x.organisme_id = (select app.organisme()) and x.genre = 'execution'
              order by x.groupement_id, x.cle, x.rang desc) e
      join marches.groupement g on g.groupement_id = e.groupement_id
      join lateral (select y.contenu from marches.ecrit y where y.groupement_id = e.groupement_id and y.genre = 'commande' and y.cle = e.cle
              order by y.rang desc limit 1) c on true
      where e.contenu ->> 'sessionId' = ${session} order by numero, e.cle`,
)
export const bonsDeLaSession = async (tx: TenantTx, session: string): Promise<readonly BonDeSession[]> =>
  (await bonsDe(tx, session)).rows

export type PliScelle = {
  readonly rang: number
  readonly organisme: OrganismeId
  readonly engagement: Buffer
  readonly preuve: Buffer
  readonly empreinte: Buffer
  readonly le: Date
}
/** Le registre des plis du dossier, entier : c’est une chaîne. */
export const plisDuDossier = async (tx: TenantTx, id: GroupementId): Promise<PliScelle[]> =>
  (
    await sql<PliScelle>`select rang, organisme_id as organisme, engagement, preuve, empreinte, le from marches.pli
      where groupement_id = ${id}::uuid order by rang`.execute(tx)
  ).rows

export type PliOuvrable = {
  readonly organisme: OrganismeId
  readonly rang: number
  readonly engagement: Buffer
  readonly chiffre: Buffer
  readonly le: Date
}
/** Les chiffrés que la base remet à cette personne : les siens, et ceux qu’une ouverture d’avant couvre. */
export const plisChiffres = async (tx: TenantTx, id: GroupementId): Promise<PliOuvrable[]> =>
  (
    await sql<PliOuvrable>`select organisme_id as organisme, rang, engagement, chiffre, le from porte.plis_chiffres(${id}::uuid)`.execute(
      tx,
    )
  ).rows

export type Levee = {
  readonly organisme: OrganismeId
  readonly motif: string
  readonly jusque: number
  readonly le: Date
}
export const leveesDuDossier = async (tx: TenantTx, id: GroupementId): Promise<Levee[]> =>
  (
    await sql<Levee>`select organisme_id as organisme, motif, jusque, le from marches.levee where groupement_id = ${id}::uuid order by le`.execute(
      tx,
    )
  ).rows

/** L’offre, puis chaque manche que l’acheteur a ouverte ; la base dit laquelle l’est encore. */
export const manchesDuDossier = async (
  tx: TenantTx,
  id: GroupementId,
  le: Date,
): Promise<readonly Manche[]> => [
  { rang: 1, ouverteLe: null, jusquau: null, ouverte: false },
  ...(
    await sql<Manche>`select rang, ouverte_le as "ouverteLe", jusquau, ouverte from porte.manches_du_dossier(${id}::uuid, ${le}::timestamptz)`.execute(
      tx,
    )
  ).rows,
]

export type LeconPartagee = {
  readonly objet: string
  readonly acheteur: string
  readonly issue: string | null
  readonly cooperative: string
  readonly lecon: string
  readonly le: Date
}
/** Les leçons que chaque coopérative d’un dossier accepte de dire au pôle. */
export const leconsPartagees = async (tx: TenantTx): Promise<LeconPartagee[]> =>
  (
    await sql<LeconPartagee>`select objet, acheteur, issue, cooperative, lecon, le from porte.lecons_partagees()`.execute(
      tx,
    )
  ).rows
