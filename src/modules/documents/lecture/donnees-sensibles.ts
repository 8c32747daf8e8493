/**
 * Les données d’une pièce sensible se gardent chiffrées par les clés de l’instance, sous la forme `{"chiffre":"…"}` : du JSON, comme les
 * autres, qui ne dit rien à qui n’a pas les clés. L’empreinte de la pièce est celle des données en clair.
 */
import type { Keys } from '#platform/keys/keys.ts'
import { estDe } from '../domain/genres.ts'
import type { PieceId } from '../domain/piece.ts'

const usage = 'documents.piece'

type Gardee = { readonly id: PieceId; readonly genre: string; readonly donnees: string }

/** Les données à garder : telles quelles, ou chiffrées si le genre est sensible. */
export const fermerDonnees = (keys: Keys, { id, genre, donnees }: Gardee): string =>
  estDe(genre, 'sensible')
    ? JSON.stringify({
        chiffre: Buffer.from(keys.encrypt(usage, id, Buffer.from(donnees, 'utf8'))).toString('base64'),
      })
    : donnees

/** Les données en clair d’une pièce gardée. Lève si elles sont d’une autre pièce, ou si les clés ont changé. */
export const ouvrirDonnees = (keys: Keys, { id, donnees }: Pick<Gardee, 'id' | 'donnees'>): string => {
  const { chiffre } = JSON.parse(donnees) as { chiffre?: unknown }
  if (typeof chiffre !== 'string') return donnees
  const clair = keys.decrypt(usage, id, Buffer.from(chiffre, 'base64'))
  if (!clair)
    throw new Error(
      'Les données d’une pièce sensible ne se relisent pas : les clés de l’instance ont changé.',
    )
  return Buffer.from(clair).toString('utf8')
}
