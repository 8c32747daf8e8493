import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { type Presence, type SeanceAEmarger, tempsDe } from './signer-demi-journee.ts'

export type RefusAbsence = Refus<'deja-signee' | 'deja-notee' | 'feuille-close' | 'seance-non-commencee'>

/** Noter une absence est une preuve de plus, jamais une correction : une signature ne s’efface pas par-dessus. */
export const noterAbsence = (
  seance: SeanceAEmarger,
  presence: Presence,
  maintenant: Date,
): Result<{ readonly noteeLe: Date }, RefusAbsence> => {
  if (presence.etat === 'signee')
    return refuser('deja-signee', 'Cette personne a signé la demi-journée : elle ne peut pas y être absente.')
  if (presence.etat === 'absente') return refuser('deja-notee', 'Cette absence est déjà notée.')
  if (seance.close) return refuser('feuille-close', 'La feuille est close : il faut une correction motivée.')
  if (maintenant < tempsDe(seance).commenceLe)
    return refuser(
      'seance-non-commencee',
      'La demi-journée n’a pas commencé : personne n’y est encore absent.',
    )
  return ok({ noteeLe: maintenant })
}
