import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { Signataire } from '../domain/lus.ts'
import { type Piece, pieces } from '../domain/signataires.ts'

const estPiece = (texte: string): texte is Piece => Object.hasOwn(pieces, texte)

type LigneSignataire = Omit<Signataire, 'pieces'> & { readonly pieces: readonly string[] }

/** Toutes les délégations, révoquées et échues comprises : une pièce ancienne a été signée sous l'une d'elles. */
export const listerSignataires = async (tx: TenantTx): Promise<Signataire[]> => {
  const { rows } =
    await sql<LigneSignataire>`select id, compte_id as personne, nom, qualite, genre, pieces, plafond_centimes as "plafondHt",
      debut, fin, revoquee_le as "revoqueeLe"
    from organisme.signataire order by revoquee_le desc nulls first, debut desc, id`.execute(tx)
  return rows.map((l) => ({ ...l, pieces: l.pieces.includes('*') ? '*' : l.pieces.filter(estPiece) }))
}
