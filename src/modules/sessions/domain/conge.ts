import { type DateCivile, ecartEnJours } from '#kernel/dates.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'

export type RefusConge = Refus<'a-rebours' | 'trop-long' | 'deja-declare'>
export type Periode = { readonly du: DateCivile; readonly au: DateCivile }

/** Bords compris. Deux périodes déclarées ne se chevauchent pas : on retire l’une avant d’écrire l’autre. */
export const declarerConge = (p: Periode, declares: readonly Periode[]): Result<Periode, RefusConge> => {
  if (p.au < p.du) return ko(refus('a-rebours', 'La fin précède le début.'))
  if (ecartEnJours(p.du, p.au) > 365) return ko(refus('trop-long', 'Un an au plus d’un seul tenant.'))
  if (declares.some((d) => d.du <= p.au && p.du <= d.au))
    return ko(
      refus('deja-declare', 'Une absence déclarée couvre déjà une part de ces jours : retirez-la d’abord.'),
    )
  return ok(p)
}

/** Des jours, début et fin compris, où une personne n’anime pas. Rien ne dit pourquoi. */
export type Absence = Periode & { readonly personne: string }

export const absenteLe = (absences: readonly Absence[], personne: string, jour: DateCivile): boolean =>
  absences.some((a) => a.personne === personne && a.du <= jour && jour <= a.au)
