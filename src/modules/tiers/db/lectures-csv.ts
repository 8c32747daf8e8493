import { sql } from 'kysely'
import type { ActiviteId, Id } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Complete, Correspondance, RapportImport } from '../domain/colonnes.ts'

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
  /** Un CSV en UTF-8 (`ecrireTableau`), quoi que l'on ait déposé. Nul après sept jours. */
  readonly contenu: Uint8Array | null
  readonly completes: readonly Complete[] | null
}

/** Ce que la liste des fichiers lus en montre. */
export type LectureListee = Omit<LectureCsv, 'contenu' | 'completes'>

const colonnesLues = sql`id, activite_id as activite, genre, nom_fichier as "nomFichier", entetes, colonnes, rapport,
  depose_le as "deposeLe", applique_le as "appliqueLe"`

/** `tenir` : la ligne est à soi jusqu'à la fin de la transaction ; deux « Importer » au même instant n'en font qu'un. */
export const lireLecture = async (
  tx: TenantTx,
  id: LectureId,
  { tenir = false } = {},
): Promise<LectureCsv | undefined> =>
  (
    await sql<LectureCsv>`select ${colonnesLues}, contenu, complements as completes from tiers.lecture_csv where id = ${id}
      ${tenir ? sql`for update` : sql``}`.execute(tx)
  ).rows[0]

export const dernieresLectures = async (tx: TenantTx, genre: string): Promise<LectureListee[]> =>
  (
    await sql<LectureListee>`select ${colonnesLues} from tiers.lecture_csv where genre = ${genre}
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
