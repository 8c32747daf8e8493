import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { StatutF1 } from './dossier.ts'

/** Le statut qui suit, du jour dit au suivant. */
export type StatutSuivant = { readonly du: DateCivile; readonly statut: StatutF1 }

/** Ce que la base en garde. */
const auPlus = 12

/** Les statuts d’une personne pendant une action : celui du premier jour, puis les autres, du plus ancien au plus récent. */
export type StatutsDUneAction = {
  readonly premier: StatutF1 | null
  readonly suivants: readonly StatutSuivant[]
}

/** Sans les changements qui n’en sont pas : un statut redit ne change rien. */
const sansRedites = (s: StatutsDUneAction): StatutSuivant[] =>
  s.suivants.filter((x, i) => x.statut !== (s.suivants[i - 1]?.statut ?? s.premier))

/**
 * Dit qu’un statut change ce jour-là. Le même jour dit deux fois garde le dernier ; revenir au statut de la veille retire le
 * changement. Pas hors de l’action, ni le premier jour, qui est celui du statut lui-même.
 */
export const changerStatut = (
  s: StatutsDUneAction,
  change: StatutSuivant,
  action: { readonly debut: DateCivile | null; readonly fin: DateCivile | null },
): Result<readonly StatutSuivant[], Refus<'statut-absent' | 'hors-action' | 'trop'>> => {
  if (s.premier === null)
    return refuser('statut-absent', 'Dites d’abord son statut au premier jour de l’action.')
  if (action.debut === null || action.fin === null || change.du <= action.debut || change.du > action.fin)
    return refuser(
      'hors-action',
      action.debut && action.fin
        ? `Un changement se date après le ${formaterDate(action.debut)}, premier jour de l’action, et jusqu’au ${formaterDate(action.fin)}.`
        : 'Un changement se date d’après le calendrier de l’action : elle n’en a pas encore.',
    )
  const suivants = sansRedites({
    premier: s.premier,
    suivants: [...s.suivants.filter((x) => x.du !== change.du), change].toSorted((a, b) =>
      a.du < b.du ? -1 : 1,
    ),
  })
  return suivants.length > auPlus
    ? refuser('trop', `Une action compte ${auPlus} changements de statut au plus.`)
    : ok(suivants)
}
