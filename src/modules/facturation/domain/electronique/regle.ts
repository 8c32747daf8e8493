/** Ce qu’est une règle de facture électronique : son numéro officiel, ce qu’elle demande, et si une facture la tient. */
import type { FactureLue, Texte } from './modele.ts'

/** Ce dont une règle a besoin : un profil sans lignes (BASIC WL) ou sans ventilation (MINIMUM) n’y est pas tenu. */
export type Portee = 'minimum' | 'sans-lignes' | 'lignes'

export type Regle = {
  /** Tel que la norme le numérote : BR-CO-15, BR-FR-05. */
  readonly id: string
  readonly phrase: string
  readonly portee: Portee
  /** Où elle est rompue : une chaîne vide, ou la ligne ; aucune entrée quand elle est tenue. */
  readonly ruptures: (f: FactureLue) => readonly string[]
}

export type RegleRompue = { readonly id: string; readonly message: string }

export const present = (t: Texte): t is string => t !== undefined
export const rempli = (t: Texte): t is string => t !== undefined && t.trim() !== ''

/** Une règle de la facture entière. */
export const regle = (
  id: string,
  phrase: string,
  tenue: (f: FactureLue) => boolean,
  portee: Portee = 'sans-lignes',
): Regle => ({ id, phrase, portee, ruptures: (f) => (tenue(f) ? [] : ['']) })

/** Une règle de chaque élément d’une suite, que `nommer` situe. */
export const regleDeChacun =
  <T>(
    suite: (f: FactureLue) => readonly T[],
    nommer: (t: T, rang: number) => string,
    portee: Portee = 'sans-lignes',
  ) =>
  (id: string, phrase: string, tenue: (t: T, f: FactureLue) => boolean): Regle => ({
    id,
    phrase,
    portee,
    ruptures: (f) => suite(f).flatMap((t, rang) => (tenue(t, f) ? [] : [nommer(t, rang)])),
  })
