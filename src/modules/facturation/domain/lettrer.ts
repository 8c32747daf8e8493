/** Le lettrage d’un compte : les pièces et les versements qui se soldent entre eux portent la même lettre. */
import type { Montant } from '#kernel/montant.ts'

export type ALettrer = {
  readonly id: string
  readonly montant: Montant
  /** Ce que la ligne solde ou corrige : la facture d’un avoir, celles qu’un versement paie, le versement qu’un autre défait. */
  readonly liens: readonly string[]
}

/** A, B, … Z, AA : la suite des comptables. */
export const lettre = (rang: number): string =>
  rang < 26
    ? String.fromCharCode(65 + rang)
    : `${lettre(Math.floor(rang / 26) - 1)}${String.fromCharCode(65 + (rang % 26))}`

/**
 * Réunit les lignes que des liens tiennent ensemble ; un groupe dont la somme est nulle est lettré, dans l’ordre de sa
 * première ligne. Une ligne seule ne se lettre pas. Un lien vers une ligne absente du compte laisse son groupe ouvert :
 * il en manque un morceau.
 */
export const lettrer = <T extends ALettrer>(
  lignes: readonly T[],
): readonly (T & { readonly lettre: string })[] => {
  const parent = new Map(lignes.map((l) => [l.id, l.id]))
  const racine = (id: string): string => {
    const p = parent.get(id) ?? id
    return p === id ? id : racine(p)
  }
  const incomplets = new Set<string>()
  for (const l of lignes)
    for (const vers of l.liens) {
      if (!parent.has(vers)) incomplets.add(l.id)
      else parent.set(racine(l.id), racine(vers))
    }
  const groupes = Map.groupBy(lignes, (l) => racine(l.id))
  const lettres = new Map<string, string>()
  for (const [r, siennes] of groupes)
    if (
      siennes.length > 1 &&
      siennes.reduce((t, l) => t + l.montant, 0) === 0 &&
      !siennes.some((l) => incomplets.has(l.id))
    )
      lettres.set(r, lettre(lettres.size))
  return lignes.map((l) => ({ ...l, lettre: lettres.get(racine(l.id)) ?? '' }))
}
