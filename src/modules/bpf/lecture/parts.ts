import type { EnseigneLue } from '#modules/organisme/index.ts'
import { ajouter, type Fraction, zero } from '../domain/fraction.ts'
import type { BilanLu } from './lire-bilan.ts'

/** Ce qu'une enseigne apporte au bilan, avant tout arrondi : la somme des parts est celle des cases. */
export type PartDEnseigne = {
  readonly id: string
  readonly nom: string
  readonly produits: Fraction
  readonly stagiaires: number
  readonly heures: Fraction
  readonly recus: number
  readonly charges: Fraction
}

export const partsDesEnseignes = (
  lu: BilanLu,
  enseignes: readonly Pick<EnseigneLue, 'id' | 'nom'>[],
): PartDEnseigne[] => {
  const activiteDe = (genre: string, objet: readonly string[]): string | undefined =>
    genre === 'produit'
      ? lu.produits.get(objet[0] ?? '')?.activite
      : genre === 'charge'
        ? lu.charges.get(objet[0] ?? '')?.activite
        : // Une inscription est de l’enseigne de sa session : la base l’y tient.
          lu.actions.get(objet[0] ?? '')?.activite
  const somme = (id: string, activite: string) => {
    let [n, exact] = [0, zero]
    for (const c of lu.bpf.cases.get(id)?.contributions ?? [])
      if (activiteDe(c.genre, c.objet) === activite) {
        n += c.nombre ?? 1
        exact = ajouter(exact, c.exact)
      }
    return { n, exact }
  }
  return enseignes
    .map(({ id, nom }) => {
      const f1 = somme('F1.total', id)
      return {
        id,
        nom,
        produits: somme('C.total', id).exact,
        stagiaires: f1.n,
        heures: f1.exact,
        recus: somme('G', id).n,
        charges: somme('D.total', id).exact,
      }
    })
    .filter((p) => p.produits.n !== 0n || p.stagiaires > 0 || p.recus > 0 || p.charges.n !== 0n)
}
