import type { DateCivile } from '#kernel/dates.ts'
import type { PersonneId } from '#kernel/id.ts'
import { centimes } from '#kernel/montant.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Signataire, SignataireId } from '../domain/lus.ts'
import { type Piece, pieces } from '../domain/signataires.ts'

const estPiece = (texte: string): texte is Piece => Object.hasOwn(pieces, texte)

/** Toutes les délégations, révoquées et échues comprises : une pièce ancienne a été signée sous l'une d'elles. */
export const listerSignataires = async (tx: TenantTx): Promise<Signataire[]> => {
  const lignes = await tx
    .selectFrom('organisme.signataire')
    .selectAll()
    .orderBy('revoquee_le', (o) => o.desc().nullsFirst())
    .orderBy('debut', 'desc')
    .orderBy('id')
    .execute()
  return lignes.map((l) => ({
    id: l.id as SignataireId,
    personne: l.compte_id as PersonneId,
    nom: l.nom,
    qualite: l.qualite,
    genre: l.genre === 'fonction' ? 'fonction' : 'delegation',
    pieces: l.pieces.includes('*') ? '*' : l.pieces.filter(estPiece),
    plafondHt: l.plafond_centimes === null ? null : centimes(Number(l.plafond_centimes)),
    debut: l.debut as DateCivile,
    fin: l.fin as DateCivile | null,
    revoqueeLe: l.revoquee_le as DateCivile | null,
  }))
}
