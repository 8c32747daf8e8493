/** Les preuves copiées d’un audit, pour qui les ouvre chez soi : une pièce suit le droit de son genre, un fichier joint celui des registres. */
import { lectureDe } from '#modules/documents/index.ts'
import { objetsEtFacturesSiens } from '#modules/facturation/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Visiteur } from '#web/env.ts'
import { lirePiecesDAudit, type PieceDAudit } from '../db/audit-pieces.ts'

/** Les pièces de la dernière copie que cette personne lit ; une pièce effacée depuis n’y est plus. */
export const preuvesLisibles = async (
  tx: TenantTx,
  audit: string,
  visiteur: Visiteur,
  le: Date,
): Promise<readonly PieceDAudit[]> => {
  const { lit } = await lectureDe(tx, { siens: objetsEtFacturesSiens }, visiteur, le)
  return (await lirePiecesDAudit(tx, audit)).filter(
    ({ genre, objet }) => genre === 'jointe' || (objet !== null && lit({ genre, objet: { id: objet } })),
  )
}
