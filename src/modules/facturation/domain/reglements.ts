/** Qui doit encore quoi : un règlement s’impute, ce qui dépasse reste une avance du payeur. */
import { type DateCivile, ecartEnJours } from '#kernel/dates.ts'
import { centimes, type Montant } from '#kernel/montant.ts'

export type EtatDeFacture = 'a-venir' | 'en-retard' | 'partielle' | 'soldee' | 'trop-percue' | 'sans-objet'
export const motEtatFacture: Readonly<Record<EtatDeFacture, string>> = {
  'a-venir': 'à régler',
  'en-retard': 'en retard',
  partielle: 'réglée en partie',
  soldee: 'soldée',
  'trop-percue': 'trop-perçu à rendre',
  'sans-objet': 'avoir',
}

/** Ce qui reste dû : le total, moins ses avoirs (négatifs, donc ajoutés), moins ce qui est imputé. */
export const soldeDe = (f: {
  readonly ttc: Montant
  readonly avoirs: Montant
  readonly regle: Montant
}): Montant => centimes(f.ttc + f.avoirs - f.regle)

export const etatDeFacture = (
  f: {
    readonly genre: string
    readonly ttc: Montant
    readonly avoirs: Montant
    readonly regle: Montant
    readonly echeance: DateCivile | null
  },
  le: DateCivile,
): EtatDeFacture => {
  if (f.genre === 'avoir') return 'sans-objet'
  const solde = soldeDe(f)
  if (solde < 0) return 'trop-percue'
  if (solde === 0) return 'soldee'
  if (f.echeance !== null && f.echeance < le) return 'en-retard'
  return f.regle > 0 ? 'partielle' : 'a-venir'
}

/**
 * Ce qu’un règlement paie, les plus anciennes factures d’abord ; le reste est une avance. Les soldes sont positifs.
 */
export const imputer = <T extends { readonly solde: Montant }>(
  montant: Montant,
  factures: readonly T[],
): {
  readonly parts: readonly { readonly facture: T; readonly montant: Montant }[]
  readonly avance: Montant
} => {
  let reste: number = montant
  const parts = factures.flatMap((facture) => {
    const part = Math.min(Math.max(facture.solde, 0), reste)
    if (part <= 0) return []
    reste -= part
    return [{ facture, montant: centimes(part) }]
  })
  return { parts, avance: centimes(reste) }
}

/**
 * La relance à envoyer ce jour : le premier niveau dont le jour est passé et qui n’est pas parti ; rien tant que la facture
 * n’est pas en retard, ni au-delà du dernier niveau. Un niveau à la fois, dans l’ordre, et jamais plus près du précédent que
 * les réglages ne les espacent : un premier rappel parti tard laisse le temps d’y répondre.
 */
export const relanceDue = (
  f: {
    readonly echeance: DateCivile | null
    readonly solde: Montant
    readonly niveaux: readonly number[]
    /** Le jour de la dernière relance partie. */
    readonly relanceeLe: DateCivile | null
  },
  jours: readonly number[],
  le: DateCivile,
): 1 | 2 | 3 | undefined => {
  if (f.echeance === null || f.solde <= 0) return undefined
  const suivant = Math.max(0, ...f.niveaux) + 1
  const attente = jours[suivant - 1]
  if (suivant > 3 || attente === undefined) return undefined
  const espace = attente - (jours[suivant - 2] ?? attente)
  if (f.relanceeLe !== null && ecartEnJours(f.relanceeLe, le) < espace) return undefined
  return ecartEnJours(f.echeance, le) >= attente ? (suivant as 1 | 2 | 3) : undefined
}
