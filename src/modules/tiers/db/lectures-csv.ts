import { sql } from 'kysely'
import type { ActiviteId, Id } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Correspondance, RapportImport } from '../domain/colonnes.ts'

export type LectureId = Id<'LectureCsv'>

/** Un fichier déposé, ce que l'on y a reconnu, et ce qu'il est devenu. */
export type LectureCsv = {
  readonly id: LectureId
  readonly activite: ActiviteId
  readonly genre: string
  readonly nomFichier: string
  readonly entetes: readonly string[]
  readonly colonnes: Correspondance
  /** Essayé, ou fait ; nul : une colonne requise manque encore. */
  readonly rapport: RapportImport | null
  readonly deposeLe: Date
  readonly appliqueLe: Date | null
  /** Nul une fois l'import fait : le fichier n'est pas gardé. */
  readonly contenu: Uint8Array | null
}

const colonnesLues = sql`id, activite_id as activite, genre, nom_fichier as "nomFichier", entetes, colonnes, rapport,
  depose_le as "deposeLe", applique_le as "appliqueLe"`

export const poserLecture = async (
  tx: TenantTx,
  l: Omit<LectureCsv, 'appliqueLe'> & { readonly contenu: Uint8Array },
): Promise<boolean> =>
  (
    await sql`insert into tiers.lecture_csv (id, activite_id, genre, nom_fichier, entetes, colonnes, rapport, contenu, depose_le)
      values (${l.id}, ${l.activite}, ${l.genre}, ${l.nomFichier}, ${JSON.stringify(l.entetes)}, ${JSON.stringify(l.colonnes)},
        ${l.rapport && JSON.stringify(l.rapport)}, ${Buffer.from(l.contenu)}, ${l.deposeLe})
      on conflict (organisme_id, id) do nothing`.execute(tx)
  ).numAffectedRows === 1n

/** `tenir` : la ligne est à soi jusqu'à la fin de la transaction ; deux « Importer » au même instant n'en font qu'un. */
export const lireLecture = async (
  tx: TenantTx,
  id: LectureId,
  { tenir = false } = {},
): Promise<LectureCsv | undefined> =>
  (
    await sql<LectureCsv>`select ${colonnesLues}, contenu from tiers.lecture_csv where id = ${id}
      ${tenir ? sql`for update` : sql``}`.execute(tx)
  ).rows[0]

export const dernieresLectures = async (
  tx: TenantTx,
  genre: string,
): Promise<Omit<LectureCsv, 'contenu'>[]> =>
  (
    await sql<
      Omit<LectureCsv, 'contenu'>
    >`select ${colonnesLues} from tiers.lecture_csv where genre = ${genre}
      order by depose_le desc, id desc limit 10`.execute(tx)
  ).rows

/** Les colonnes choisies la dernière fois pour un fichier du même en-tête. */
export const colonnesRetenues = async (
  tx: TenantTx,
  genre: string,
  entetes: readonly string[],
): Promise<Correspondance | undefined> =>
  (
    await sql<{ colonnes: Correspondance }>`select colonnes from tiers.lecture_csv
      where genre = ${genre} and entetes = ${JSON.stringify(entetes)}::jsonb and applique_le is not null
      order by applique_le desc limit 1`.execute(tx)
  ).rows[0]?.colonnes

export const essayerLecture = async (
  tx: TenantTx,
  id: LectureId,
  colonnes: Correspondance,
  rapport: RapportImport | null,
): Promise<void> => {
  await sql`update tiers.lecture_csv set colonnes = ${JSON.stringify(colonnes)}, rapport = ${rapport && JSON.stringify(rapport)}
    where id = ${id} and applique_le is null`.execute(tx)
}

export const appliquerLecture = async (
  tx: TenantTx,
  id: LectureId,
  rapport: RapportImport,
  le: Date,
): Promise<void> => {
  await sql`update tiers.lecture_csv set rapport = ${JSON.stringify(rapport)}, applique_le = ${le}, contenu = null
    where id = ${id}`.execute(tx)
}

/** Un fichier déposé et laissé là ne se garde pas : sept jours. */
export const oublierLectures = async (tx: TenantTx, avant: Date): Promise<void> => {
  await sql`delete from tiers.lecture_csv where applique_le is null and depose_le < ${avant}`.execute(tx)
}
