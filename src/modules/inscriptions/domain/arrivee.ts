/** Rejoindre une action en cours de route : le jour de l’arrivée, et ce qui n’est pas demandé avant lui. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'

type Demie = { readonly jour: DateCivile; readonly debut: Date; readonly fin: Date }

/**
 * Le premier jour de présence qui suit la date dite ; nul : la personne vient dès le début. `seances` : ce qui se tient, dans l’ordre.
 */
export const arriveeEnCours = (
  voulue: DateCivile | undefined,
  seances: readonly Pick<Demie, 'jour'>[],
): Result<DateCivile | null, Refus<'arrivee-tardive'>> => {
  const [premiere] = seances
  const derniere = seances.at(-1)
  if (voulue === undefined || !premiere || !derniere || voulue <= premiere.jour) return ok(null)
  const jour = seances.find((s) => s.jour >= voulue)?.jour
  return jour
    ? ok(jour)
    : refuser(
        'arrivee-tardive',
        `La dernière demi-journée est le ${formaterDate(derniere.jour, 'complet')}\u00a0: dites un jour d’ici là.`,
      )
}

/** Ce qu’une personne suit : tout, ou ce qui se tient à partir de son arrivée. */
export const depuisLArrivee = <S extends Pick<Demie, 'jour'>>(
  seances: readonly S[],
  arriveeLe: DateCivile | null,
): readonly S[] => (arriveeLe === null ? seances : seances.filter((s) => s.jour >= arriveeLe))

/** L’arrivée proposée à qui s’inscrit maintenant : le jour de la première demi-journée qui n’est pas finie, si l’action a commencé. */
export const arriveeProposee = (seances: readonly Demie[], maintenant: Date): DateCivile | undefined => {
  const [premiere] = seances
  if (!premiere || premiere.debut > maintenant) return undefined
  const jour = seances.find((s) => s.fin > maintenant)?.jour
  return jour === premiere.jour ? undefined : jour
}
