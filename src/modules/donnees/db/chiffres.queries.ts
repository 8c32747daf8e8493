import { sql } from 'kysely'
import type { PieceId } from '#modules/documents/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { TexteChiffre } from '../domain/textes-chiffres.ts'

/** Les textes chiffrés de cette colonne, dans l’organisme. */
export const lireTextesChiffres = async (
  tx: TenantTx,
  ou: TexteChiffre,
): Promise<{ id: string; octets: Buffer }[]> =>
  (
    await sql<{
      id: string
      octets: Buffer
    }>`${
      ou.porte
        ? sql`select id, octets from ${sql.ref(ou.porte)}()`
        : sql`select id, ${sql.ref(ou.colonne)} as octets from ${sql.table(ou.table)}
      where organisme_id = (select app.organisme()) and ${sql.ref(ou.colonne)} is not null`
    }`.execute(tx)
  ).rows

/** Les pièces de ces genres, non effacées, telles que la base les garde. */
export const lirePiecesDesGenres = async (
  tx: TenantTx,
  genres: readonly string[],
): Promise<{ id: PieceId; donnees: string }[]> =>
  (
    await sql<{ id: PieceId; donnees: string }>`select id, donnees from documents.piece
      where organisme_id = (select app.organisme()) and genre = any (${[...genres]}::text[]) and effacee_le is null`.execute(
      tx,
    )
  ).rows

/** Les messages de l’organisme qui attendent de partir, d’avant cette transaction. */
export const lireCourriels = async (tx: TenantTx): Promise<{ id: string; chiffre: Buffer }[]> =>
  (await sql<{ id: string; chiffre: Buffer }>`select id, chiffre from porte.courriels_a_relire()`.execute(tx))
    .rows
