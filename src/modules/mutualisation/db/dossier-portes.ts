/** Le dossier remis, par ses portes : ce qui s’en lit, et ce que chacune répond d’un mot (`direRefusDuDossier`). */
import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { TiersId } from '#modules/tiers/index.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import type { GenreDePiece, PieceProposee, Remise, RemiseId } from '../domain/dossier-remis.ts'
import type { MissionId } from '../domain/missions.ts'

type Proposee = PieceProposee & {
  readonly organisme: string | null
  readonly empreinte: string | null
  readonly octets: Buffer | null
}
/** Ce que la personne de la mission peut remettre ; les octets, de ce qu’elle choisit. */
export const piecesARemettre = async (
  tx: TenantTx,
  mission: MissionId,
  choisies: readonly string[] = [],
): Promise<Proposee[]> =>
  (
    await sql<Proposee>`select cle, genre, le::text as le, titre, contenu, nom, type, organisme, empreinte, octets
      from porte.remise_proposee(${mission}::uuid, ${[...choisies]}::text[])`.execute(tx)
  ).rows

/** Les dossiers remis pour une mission, le dernier d’abord. */
export const lireRemises = async (tx: TenantTx, mission: MissionId): Promise<Remise[]> =>
  (
    await sql<Remise>`select remise, remise_le as "remiseLe", jusqu_au::text as "jusquAu", empreinte, signature, cle, employee_le as "employeeLe",
        retiree_le as "retireeLe", effacee_le as "effaceeLe", lisible, pieces, lectures from porte.remises(${mission}::uuid)`.execute(
      tx,
    )
  ).rows

const mot = async (resultat: Promise<{ rows: readonly { r: string }[] }>): Promise<string> =>
  (await resultat).rows[0]?.r ?? 'refuse'

export const donnerRemise = (
  tx: TenantTx,
  r: {
    readonly id: RemiseId
    readonly mission: MissionId
    readonly version: number
    readonly jusquAu: DateCivile
    readonly empreinte: Uint8Array
    readonly signature: Uint8Array
    readonly cle: Uint8Array
    readonly pieces: readonly {
      readonly genre: GenreDePiece
      readonly le: DateCivile
      readonly octets: Buffer
    }[]
  },
  le: Date,
): Promise<string> =>
  mot(
    sql<{
      r: string
    }>`select porte.remise_donner(${r.id}::uuid, ${r.mission}::uuid, ${r.version}::integer, ${r.jusquAu}::date, ${Buffer.from(r.empreinte)}::bytea,
      ${Buffer.from(r.signature)}::bytea, ${Buffer.from(r.cle)}::bytea, ${r.pieces.map((p) => p.genre)}::text[], ${r.pieces.map((p) => p.le)}::date[],
      ${r.pieces.map((p) => p.octets)}::bytea[], ${le}::timestamptz) as r`.execute(tx),
  )
export const retirerRemise = (tx: TenantTx, id: RemiseId, le: Date): Promise<string> =>
  mot(sql<{ r: string }>`select porte.remise_retirer(${id}::uuid, ${le}::timestamptz) as r`.execute(tx))
export const noterLecture = (tx: TenantTx, id: RemiseId, le: Date): Promise<string> =>
  mot(sql<{ r: string }>`select porte.remise_demander(${id}::uuid, ${le}::timestamptz) as r`.execute(tx))
export const employerRemise = (tx: TenantTx, id: RemiseId, le: Date): Promise<string> =>
  mot(sql<{ r: string }>`select porte.remise_employer(${id}::uuid, ${le}::timestamptz) as r`.execute(tx))

/** Les fiches affectées à une demi-journée tenue que ces créneaux couvrent. */
export const fichesAffectees = async (
  tx: TenantTx,
  creneaux: readonly (readonly [string, string])[],
): Promise<TiersId[]> =>
  (
    await sql<{ id: TiersId }>`select distinct coalesce(u.garde_id, a.personne_id) as id
      from sessions.seance x
      join sessions.affectation a on a.organisme_id = x.organisme_id and a.seance_id = x.id
      left join tiers.fusion u on u.organisme_id = a.organisme_id and u.absorbe_id = a.personne_id and u.defaite_le is null
     where x.tenue and exists (select from unnest(${creneaux.map(([debut]) => debut)}::timestamptz[], ${creneaux.map(([, fin]) => fin)}::timestamptz[]) c (debut, fin)
       where c.debut <= x.debut and x.fin <= c.fin)`.execute(tx)
  ).rows.map((x) => x.id)

/** Les pièces, chiffrées, à qui vient de noter sa lecture dans une transaction d’avant. */
export const lirePieces = async (
  tx: TenantTx,
  id: RemiseId,
  le: Date,
): Promise<{ rang: number; genre: GenreDePiece; le: DateCivile; octets: Buffer }[]> =>
  (
    await sql<{
      rang: number
      genre: GenreDePiece
      le: DateCivile
      octets: Buffer
    }>`select rang, genre, le::text as le, octets from porte.remise_lire(${id}::uuid, ${le}::timestamptz)`.execute(
      tx,
    )
  ).rows

/** Les dossiers remis par la personne de ces fiches, une ligne par pièce encore là, à la tâche qui compose son archive ; à toute autre, combien. */
export type LigneRemise = {
  readonly remise: RemiseId
  readonly objet: string
  readonly receveur: string
  readonly remiseLe: Date
  readonly jusquAu: DateCivile
  readonly employeeLe: Date | null
  readonly retireeLe: Date | null
  readonly effaceeLe: Date | null
  readonly lectures: readonly Date[] | null
  readonly rang: number | null
  readonly octets: Buffer | null
}
export const remisesDeLaPersonne = async (tx: TenantTx, fiches: readonly string[]): Promise<LigneRemise[]> =>
  (
    await sql<LigneRemise>`select remise, objet, receveur, remise_le as "remiseLe", jusqu_au::text as "jusquAu", employee_le as "employeeLe",
        retiree_le as "retireeLe", effacee_le as "effaceeLe", lectures, rang, octets
      from porte.remises_de_la_personne(${[...fiches]}::uuid[])`.execute(tx)
  ).rows

/** Ce que le vivier garde de la personne de ces fiches, table par table ; à la tâche qui compose l’archive qui lui est remise, et à elle seule. */
export const vivierDeLaPersonne = async (
  tx: TenantTx,
  fiches: readonly string[],
): Promise<{ table: string; lignes: Readonly<Record<string, unknown>>[] }[]> => {
  const { rows } = await sql<{ tab: string; ligne: Record<string, unknown> }>`select tab, ligne
    from porte.vivier_de_la_personne(${[...fiches]}::uuid[])`.execute(tx)
  return [...Map.groupBy(rows, (r) => r.tab)].map(([table, lignes]) => ({
    table,
    lignes: lignes.map((l) => l.ligne),
  }))
}

/** Efface les dossiers dont le terme est passé ; les fichiers à ôter du dépôt, par coopérative. Pour la tâche de fond seule. */
export const expirerRemises = async (
  tx: PublicTx,
  limite: number,
  le: Date,
): Promise<{ organisme: string; fichiers: string[] }[]> =>
  (
    await sql<{
      organisme: string
      fichiers: string[]
    }>`select organisme, fichiers from porte.remise_expirer(${limite}, ${le}::timestamptz)`.execute(tx)
  ).rows
