import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterCreneau } from '#kernel/heures.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import type { EtatSession } from './etats.ts'

/** Une demi-journée telle qu'elle est. */
export type SeanceConnue = {
  readonly id: string
  readonly jour: DateCivile
  readonly debutMinutes: number
  readonly finMinutes: number
}
/** Telle qu'on la veut ; sans identifiant, elle est neuve. */
export type SeanceVoulue = {
  readonly id?: string | undefined
  readonly jour: DateCivile
  readonly debut: number
  readonly fin: number
}

export type RefusModifier =
  | Refus<'etat-fige' | 'seance-otee-emargee'>
  | (Refus<'seance-emargee' | 'seance-inconnue' | 'seance-double'> & { readonly seance: string })

/** Une session finie, annulée ou archivée a été dite aux financeurs : elle ne se change plus. */
export const etatsModifiables: ReadonlySet<EtatSession> = new Set([
  'brouillon',
  'ouverte',
  'confirmee',
  'en-cours',
  'reportee',
  'interrompue',
])

const dite = (s: { jour: DateCivile; debutMinutes: number; finMinutes: number }) =>
  `Le ${formaterDate(s.jour)}, ${formaterCreneau(s.debutMinutes, s.finMinutes)}`

/**
 * Ce qui change d'un planning à l'autre : le rang de chaque demi-journée déplacée ou neuve, et celles que l'on ôte.
 * On ne touche pas à une demi-journée émargée : c'est la correction motivée de l'émargement qui dit
 * ce qui n'allait pas.
 */
export const comparerSeances = (
  etat: EtatSession,
  connues: readonly SeanceConnue[],
  figees: ReadonlySet<string>,
  voulues: readonly SeanceVoulue[],
): Result<
  { deplacees: readonly number[]; neuves: readonly number[]; otees: readonly string[] },
  readonly RefusModifier[]
> => {
  if (!etatsModifiables.has(etat))
    return ko([refus('etat-fige', 'Cette session est finie ou annulée : elle ne se change plus.')])
  const refusees: RefusModifier[] = []
  const deplacees: number[] = []
  const neuves: number[] = []
  const parId = new Map(connues.map((s) => [s.id, s]))
  const gardees = new Set<string>()
  const heures = new Set<string>()
  for (const [i, v] of voulues.entries()) {
    const heure = `${v.jour} ${v.debut}`
    if (heures.has(heure))
      refusees.push({
        ...refus('seance-double', 'Deux demi-journées commencent à la même heure.'),
        seance: String(i),
      })
    heures.add(heure)
    if (v.id === undefined) {
      neuves.push(i)
      continue
    }
    const s = parId.get(v.id)
    if (!s || gardees.has(v.id)) {
      refusees.push({
        ...refus('seance-inconnue', 'Cette demi-journée n’est plus de la session. Rouvrez la page.'),
        seance: String(i),
      })
      continue
    }
    gardees.add(v.id)
    if (s.jour === v.jour && s.debutMinutes === v.debut && s.finMinutes === v.fin) continue
    if (figees.has(s.id))
      refusees.push({
        ...refus(
          'seance-emargee',
          `${dite(s)} : cette demi-journée est émargée, elle ne se déplace plus. Ajoutez-en une autre.`,
        ),
        seance: String(i),
      })
    else deplacees.push(i)
  }
  const otees = connues.filter((s) => !gardees.has(s.id))
  for (const s of otees)
    if (figees.has(s.id))
      refusees.push(
        refus('seance-otee-emargee', `${dite(s)} : cette demi-journée est émargée, elle ne s’ôte pas.`),
      )
  return refusees.length > 0 ? ko(refusees) : ok({ deplacees, neuves, otees: otees.map((s) => s.id) })
}

type Creneau = {
  readonly jour: DateCivile
  readonly debutMinutes: number
  readonly debut: Date
  readonly fin: Date
}

/**
 * Dans quel ordre déplacer des demi-journées sans qu’une prenne l’heure qu’une autre n’a pas encore quittée : vague après vague. « croisees » :
 * celles qui échangent leurs heures, et qu’aucun ordre ne sépare.
 */
export const enVagues = <S extends Creneau>(
  deplacements: readonly { readonly de: Creneau; readonly vers: S }[],
): { readonly vagues: readonly (readonly S[])[]; readonly croisees: readonly S[] } => {
  // Deux demi-journées d’une session ne commencent pas non plus à la même heure de pendule (`seance_une_par_heure`), d’un fuseau à l’autre.
  const gene = (vers: Creneau, de: Creneau) =>
    (vers.debut < de.fin && de.debut < vers.fin) ||
    (vers.jour === de.jour && vers.debutMinutes === de.debutMinutes)
  const vagues: S[][] = []
  let restent = deplacements
  for (;;) {
    const libres = restent.filter((d) => !restent.some((autre) => autre !== d && gene(d.vers, autre.de)))
    if (libres.length === 0) return { vagues, croisees: restent.map((d) => d.vers) }
    vagues.push(libres.map((d) => d.vers))
    restent = restent.filter((d) => !libres.includes(d))
  }
}
