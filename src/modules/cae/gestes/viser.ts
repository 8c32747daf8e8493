import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { PieceId } from '#modules/documents/index.ts'
import type { Acces } from '#platform/db/access.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Services } from '#platform/services.ts'
import { garderVisa } from '../db/visas.ecritures.ts'
import { lireAViser } from '../db/visas.ts'

export type Decision =
  | { readonly decision: 'accorde' }
  | { readonly decision: 'refuse'; readonly motif: string }

/** Accorde ou refuse le visa d’une pièce, une fois. Refusée, elle ne se corrige pas : une autre la remplace. */
export const viser = async (
  { db, clock }: Services,
  acces: Acces,
  piece: PieceId,
  d: Decision,
): Promise<Result<{ readonly numero: string }, Refus>> => {
  const motif = d.decision === 'refuse' ? d.motif.trim() : ''
  if (d.decision === 'refuse' && motif.length < 3)
    return refuser('motif', 'Dites pourquoi : la personne corrigera sa pièce d’après vous.')
  const rendu = await db.withTenant(acces, async (tx): Promise<Result<{ numero: string }, Refus>> => {
    const lue = await lireAViser(tx, piece)
    if (!lue)
      return refuser('deja-visee', 'Cette pièce n’attend plus de visa : quelqu’un vient d’en décider.')
    const le = clock.now()
    if (!(await garderVisa(tx, { piece, activite: lue.activite, decision: d.decision, motif, le })))
      return refuser('deja-visee', 'Cette pièce n’attend plus de visa : quelqu’un vient d’en décider.')
    await consigner(tx, {
      activite: lue.activite,
      faitLe: le,
      module: 'cae',
      geste: d.decision === 'accorde' ? 'accorder-visa' : 'refuser-visa',
      objet: { genre: 'piece', id: piece },
      phrase: d.decision === 'accorde' ? `Visa accordé à ${lue.numero}.` : `Visa refusé à ${lue.numero}.`,
    })
    return ok({ numero: lue.numero })
  })
  return rendu ?? refuser('introuvable', 'Cette pièce n’existe pas, ou n’est pas la vôtre.')
}
