import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { Complete, Correspondance, RapportImport } from '../domain/colonnes.ts'
import type { LectureCsv, LectureId } from './lectures-csv.ts'

export const poserLecture = async (
  tx: TenantTx,
  l: Omit<LectureCsv, 'appliqueLe' | 'completes'> & { readonly contenu: Uint8Array },
): Promise<boolean> =>
  (
    await sql`insert into tiers.lecture_csv (id, activite_id, genre, nom_fichier, entetes, colonnes, rapport, contenu, depose_le)
      values (${l.id}, ${l.activite}, ${l.genre}, ${l.nomFichier}, ${JSON.stringify(l.entetes)}, ${JSON.stringify(l.colonnes)},
        ${l.rapport && JSON.stringify(l.rapport)}, ${Buffer.from(l.contenu)}, ${l.deposeLe})
      on conflict (organisme_id, id) do nothing`.execute(tx)
  ).numAffectedRows === 1n

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
  completes: readonly Complete[],
  le: Date,
): Promise<void> => {
  await sql`update tiers.lecture_csv set rapport = ${JSON.stringify(rapport)}, applique_le = ${le},
      complements = ${JSON.stringify(completes)}
    where id = ${id}`.execute(tx)
}

/** L'import est défait : le fichier redevient à importer. */
export const rouvrirLecture = async (tx: TenantTx, id: LectureId): Promise<void> => {
  await sql`update tiers.lecture_csv set applique_le = null, complements = null where id = ${id}`.execute(tx)
}

/** Un fichier déposé, importé ou non, ne se garde que sept jours ; d'un import fait, il reste le rapport. */
export const oublierLectures = async (tx: TenantTx, avant: Date): Promise<void> => {
  await sql`update tiers.lecture_csv set contenu = null, complements = null
    where contenu is not null and applique_le < ${avant}`.execute(tx)
  await sql`delete from tiers.lecture_csv where applique_le is null and depose_le < ${avant}`.execute(tx)
}
