import { sql } from 'kysely'
import { type TenantTx, TROUVES_MAX, type Trouve } from '#platform/db/index.ts'
import { genresQui } from '../domain/genres.ts'
import { type FiltreDePieces, piecesLisibles } from './pieces.ts'

/** Celles que `lecture` ouvre, par le début du nom qu’elles portent ou de leur numéro : « pons », « cv-2026 ». Les factures se cherchent chez elles. */
export const piecesNommees = async (
  tx: TenantTx,
  mot: string,
  lecture: FiltreDePieces['lecture'],
): Promise<readonly (Trouve & { readonly genre: string })[]> => {
  const fin = '\u{10ffff}'
  const numero = mot.replaceAll(' ', '-').toUpperCase()
  const { rows } = await sql<
    Trouve & { genre: string }
  >`select p.id, p.numero as libelle, p.libelle as detail, p.genre
    from documents.piece p where p.organisme_id = (select app.organisme())
      and ${piecesLisibles(lecture)} and p.genre <> all (${`{${genresQui('conserve', 'comptable').join(',')}}`}::text[])
      and ((p.pli >= ${mot} and p.pli < ${mot + fin}) or (p.numero >= ${numero} and p.numero < ${numero + fin}))
    order by p.emise_le desc, p.id limit ${TROUVES_MAX}`.execute(tx)
  return rows
}
