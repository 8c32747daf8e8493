import {
  ajouterJours,
  ajouterMois,
  type DateCivile,
  dateCivile,
  dateDe,
  ecartEnJours,
  jourSemaine,
  joursDuMois,
  morceaux,
} from '#kernel/dates.ts'
import { jourLocal, type Zone } from '#kernel/zones.ts'

/** Une semaine ISO 8601 : elle commence un lundi, et porte le numéro de celle où tombe son jeudi. */
export type Semaine = { readonly lundi: DateCivile; readonly annee: number; readonly numero: number }

export const semaineDe = (jour: DateCivile): Semaine => {
  const lundi = ajouterJours(jour, 1 - jourSemaine(jour))
  const { annee } = morceaux(ajouterJours(lundi, 3))
  // Le 4 janvier est toujours de la semaine 1.
  const quatre = dateDe(annee, 1, 4) as DateCivile
  const premier = ajouterJours(quatre, 1 - jourSemaine(quatre))
  return { lundi, annee, numero: ecartEnJours(premier, lundi) / 7 + 1 }
}

/** « 2026-W48 », comme l'écrit un champ `week` ; rien d'une semaine qui n'existe pas. */
export const lireSemaine = (texte: string): Semaine | undefined => {
  const lu = /^(\d{4})-W(\d{2})$/.exec(texte)
  const quatre = lu && dateCivile(`${lu[1]}-01-04`)
  if (!quatre) return undefined
  const numero = Number(lu[2])
  if (numero < 1 || numero > 53) return undefined
  const semaine = semaineDe(ajouterJours(quatre, (numero - 1) * 7))
  return semaine.numero === numero && semaine.annee === Number(lu[1]) ? semaine : undefined
}

export const ecrireSemaine = (s: Pick<Semaine, 'annee' | 'numero'>): string =>
  `${s.annee}-W${String(s.numero).padStart(2, '0')}`

/** Un mois et ce qui le borde : des semaines entières, du lundi d'avant le 1er au dimanche d'après le dernier jour. */
export type Mois = {
  readonly premier: DateCivile
  readonly dernier: DateCivile
  readonly semaines: readonly (readonly DateCivile[])[]
}

export const moisDe = (jour: DateCivile): Mois => {
  const { annee, mois } = morceaux(jour)
  const premier = dateDe(annee, mois, 1) as DateCivile
  const dernier = ajouterJours(premier, joursDuMois(annee, mois) - 1)
  const semaines: DateCivile[][] = []
  for (let lundi = semaineDe(premier).lundi; lundi <= dernier; lundi = ajouterJours(lundi, 7))
    semaines.push(Array.from({ length: 7 }, (_, i) => ajouterJours(lundi, i)))
  return { premier, dernier, semaines }
}

/** La semaine à montrer quand on quitte ce mois : celle d’où l’on vient si elle y passe, sinon sa première. */
export const semaineDuMois = (m: Mois, venue: Semaine): Semaine =>
  m.semaines.some(([lundi]) => lundi === venue.lundi) ? venue : semaineDe(m.premier)

/** « 2026-11 » ; rien d'un mois qui n'existe pas. */
export const lireMois = (texte: string): Mois | undefined => {
  const premier = dateCivile(`${texte}-01`)
  return premier && moisDe(premier)
}

export const ecrireMois = (m: Pick<Mois, 'premier'>): string => m.premier.slice(0, 7)

export const moisVoisin = (m: Mois, n: number): Mois => moisDe(ajouterMois(m.premier, n))

/** Une heure prise qu'aucune séance visible n'explique : prise ailleurs, ou par une autre enseigne. */
export type Plage = { readonly du: Date; readonly au: Date }

/** Cette plage passe-t-elle par ce jour, à la pendule d'ici ? Une journée entière d'un agenda en passe plusieurs. */
export const touche = (p: Plage, jour: DateCivile, zone: Zone): boolean =>
  jourLocal(p.du, zone) <= jour && jourLocal(new Date(p.au.getTime() - 1), zone) >= jour

/**
 * Ce qui reste d'occupations quand on en ôte les séances que l'on voit. Les plages d'une même ressource ne se chevauchent pas
 * (la base l'interdit) ; les séances visibles peuvent les couvrir en partie, en entier, ou pas du tout.
 */
export const occupeAilleurs = (prises: readonly Plage[], vues: readonly Plage[]): Plage[] => {
  let reste = [...prises]
  for (const v of vues)
    reste = reste.flatMap((p) =>
      v.au <= p.du || v.du >= p.au
        ? [p]
        : [
            ...(v.du > p.du ? [{ du: p.du, au: v.du }] : []),
            ...(v.au < p.au ? [{ du: v.au, au: p.au }] : []),
          ],
    )
  return reste.toSorted((a, b) => a.du.getTime() - b.du.getTime())
}
