/** Dire une spécialité cherchée sans être trouvée, ou la retirer. */
import type { Refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import type { PoleId } from '#modules/pole/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { direManque, retirerManque } from '../db/tensions-portes.ts'
import { direRefusDeManque, type ManqueId } from '../domain/tensions.ts'
import type { Ici } from './ressources.ts'

type Fait = Promise<Result<string, Refus>>
const conclure = async (
  { tx, visiteur, le }: Ici,
  geste: string,
  phrase: string,
  reponse: Promise<string>,
): Fait => {
  const mot = await reponse
  const refuse = direRefusDeManque(mot)
  if (refuse) return ko(refuse)
  const enseigne = mot === 'deja' ? undefined : await enseigneParDefaut(tx, visiteur)
  if (enseigne)
    await consigner(tx, { activite: enseigne.id, faitLe: le, module: 'ressources', geste, phrase })
  return ok(mot)
}
export const dire = (i: Ici, pole: PoleId, nsf: string): Fait =>
  conclure(
    i,
    'dire-manque',
    'La coopérative dit au pôle une spécialité cherchée et non trouvée.',
    direManque(i.tx, i.cle as ManqueId, pole, nsf, i.le),
  )
export const retirer = (i: Ici, id: ManqueId): Fait =>
  conclure(i, 'retirer-manque', 'Une spécialité dite au pôle est retirée.', retirerManque(i.tx, id))
