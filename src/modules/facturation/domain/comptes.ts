/** Ce que chaque client doit, et depuis quand : les soldes ouverts rangés par retard, et la suite des pièces d’un compte. */
import { type DateCivile, ecartEnJours } from '#kernel/dates.ts'
import { centimes, type Montant, plus } from '#kernel/montant.ts'

export const tranches = ['a-venir', 'mois-1', 'mois-2', 'mois-3', 'au-dela'] as const
/** Par jours de retard sur l’échéance : aucun, 1 à 30, 31 à 60, 61 à 90, plus de 90. */
export type Tranche = (typeof tranches)[number]
export const motTranche: Readonly<Record<Tranche, string>> = {
  'a-venir': 'À échoir',
  'mois-1': '1 à 30 jours',
  'mois-2': '31 à 60',
  'mois-3': '61 à 90',
  'au-dela': 'Plus de 90',
}

/** Sans échéance dite (une facture d’un autre outil), sa date en tient lieu. */
export const trancheDe = (
  f: { readonly echeance: DateCivile | null; readonly emiseLe: DateCivile },
  le: DateCivile,
): Tranche => {
  const retard = ecartEnJours(f.echeance ?? f.emiseLe, le)
  if (retard <= 0) return 'a-venir'
  return retard <= 30 ? 'mois-1' : retard <= 60 ? 'mois-2' : retard <= 90 ? 'mois-3' : 'au-dela'
}

export type SoldeAge = {
  readonly parTranche: Readonly<Record<Tranche, Montant>>
  /** Ce qui reste ouvert, toutes tranches. */
  readonly ouvert: Montant
  /** Ce que nous devons au client : avances, trop-perçus, avoirs sans facture ; positif. */
  readonly credit: Montant
  /** Ouvert moins crédit : ce que le compte doit, au total. */
  readonly solde: Montant
}

/**
 * Range les soldes ouverts d’un compte. `facture` : toutes ses pièces, avoirs compris ; `regle` : tout ce qu’il a versé. Le
 * crédit s’en déduit : ce qui est versé ou rendu, et ne diminue aucune facture ouverte.
 */
export const agerCompte = (
  c: {
    readonly facture: Montant
    readonly regle: Montant
    readonly ouvertes: readonly {
      readonly echeance: DateCivile | null
      readonly emiseLe: DateCivile
      readonly solde: Montant
    }[]
  },
  le: DateCivile,
): SoldeAge => {
  const parTranche = Object.fromEntries(tranches.map((t) => [t, centimes(0)])) as Record<Tranche, Montant>
  let ouvert = centimes(0)
  for (const f of c.ouvertes) {
    const t = trancheDe(f, le)
    parTranche[t] = plus(parTranche[t], f.solde)
    ouvert = plus(ouvert, f.solde)
  }
  const solde = centimes(c.facture - c.regle)
  return { parTranche, ouvert, credit: centimes(ouvert - solde), solde }
}

/** Chaque pièce et chaque règlement dans l’ordre, et ce que le compte doit après. */
export const suivreCompte = <T extends { readonly montant: Montant }>(
  lignes: readonly T[],
): readonly (T & { readonly apres: Montant })[] => {
  let apres = centimes(0)
  return lignes.map((l) => {
    apres = plus(apres, l.montant)
    return { ...l, apres }
  })
}
