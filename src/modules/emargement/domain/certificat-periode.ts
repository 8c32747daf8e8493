import { ajouterJours, type DateCivile, formaterDate } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'

/** Bords compris. */
export type Periode = { readonly debut: DateCivile; readonly fin: DateCivile }

export type RefusPeriode = Refus<'periode-inverse' | 'periode-finale' | 'periode-a-venir' | 'periode-vide'>

/**
 * La période qu’un certificat intermédiaire peut dire (OPCO Atlas : « formations longues, mensuel ») : achevée, non vide, et
 * qui laisse une suite. Jusqu’au bout, c’est le certificat de l’action. Elle ne commence pas avant l’action.
 */
export const periodeACertifier = (
  { debut, fin }: Periode,
  tenues: readonly DateCivile[],
  aujourdhui: DateCivile,
): Result<Periode, RefusPeriode> => {
  if (fin < debut) return refuser('periode-inverse', 'La fin de la période précède son début.')
  const jours = tenues.toSorted()
  const [premier, dernier] = [jours[0], jours.at(-1)]
  if (!premier || !dernier || !jours.some((j) => j >= debut && j <= fin))
    return refuser('periode-vide', 'Aucune demi-journée ne se tient dans cette période.')
  if (fin >= dernier)
    return refuser(
      'periode-finale',
      `L’action finit le ${formaterDate(dernier)}. Une période qui va jusque-là n’a pas son certificat à part : émettez le certificat de réalisation, qui compte toute l’action.`,
    )
  if (fin > aujourdhui)
    return refuser(
      'periode-a-venir',
      `Cette période finit le ${formaterDate(fin)} : un certificat ne se date pas avant.`,
    )
  return ok({ debut: debut < premier ? premier : debut, fin })
}

/**
 * Ce que l’écran dit avant d’offrir une période : rien ne s’est tenu ; l’action tient en un jour, aucune période ne finirait avant
 * elle ; elle est finie, et son propre certificat compte tout. Rien : elle continue.
 */
export const ouEnEst = (
  tenues: readonly DateCivile[],
  aujourdhui: DateCivile,
): 'rien-tenu' | 'un-seul-jour' | 'finie' | undefined => {
  const jours = tenues.toSorted()
  const [premier, dernier] = [jours[0], jours.at(-1)]
  if (!premier || !dernier || premier > aujourdhui) return 'rien-tenu'
  if (premier === dernier) return 'un-seul-jour'
  return dernier < aujourdhui ? 'finie' : undefined
}

/** Les deux périodes ont un jour commun : les mêmes heures seraient certifiées deux fois. */
export const chevauche = (a: Periode, b: Periode): boolean => a.debut <= b.fin && b.debut <= a.fin
export const memePeriode = (a: Periode, b: Periode): boolean => a.debut === b.debut && a.fin === b.fin

/**
 * La période que l’écran propose : le mois passé, au plus tôt le lendemain de ce qui est déjà certifié. Rien : pas un mois
 * entier ne s’est achevé depuis, ou l’action finit avant.
 */
export const periodeProposee = (
  tenues: readonly DateCivile[],
  certifiees: readonly Periode[],
  aujourdhui: DateCivile,
): Periode | undefined => {
  const finDeMois = ajouterJours(`${aujourdhui.slice(0, 7)}-01` as DateCivile, -1)
  const jusque = certifiees
    .map((p) => p.fin)
    .toSorted()
    .at(-1)
  const debut = tenues.toSorted().find((j) => !jusque || j > jusque)
  if (!debut || debut > finDeMois) return undefined
  const r = periodeACertifier({ debut, fin: finDeMois }, tenues, aujourdhui)
  return r.ok ? r.value : undefined
}

export type PieceId = Id<'Piece'>

/** Le dernier certificat d’une inscription. */
export type DernierCertificat = { readonly piece: PieceId; readonly numero: string; readonly faits: string }
