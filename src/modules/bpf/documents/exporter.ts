/** Le bilan et ses preuves, en tables : une ligne par case, puis une ligne par enregistrement de chaque case. */

import type { Feuille } from '#platform/tableur/ecrire-xlsx.ts'
import type { ContenuDeDepot } from '../domain/depot.ts'

type Cellule = string | number | null

const nombre = (exact: string): Cellule => {
  const [n, d] = exact.split('/').map(Number)
  const valeur = d === undefined ? n : (n ?? 0) / d
  return valeur === undefined || !Number.isFinite(valeur) ? exact : valeur
}

const titresCases = [
  'case',
  'cadre',
  'ligne',
  'libelle',
  'nombre',
  'heures',
  'euros',
  'exact',
  'enregistrements',
]
const titresPreuves = ['case', 'genre', 'qui', 'quoi', 'detail', 'apport', 'exact', 'regles', 'reference']

export const casesEnTable = (c: ContenuDeDepot): Cellule[][] => {
  const exactes = new Map(c.cases.map((x) => [x.id, x]))
  return [
    titresCases,
    ...c.cadres.flatMap((k) =>
      k.cases.map(({ id, repere, libelle, valeur: v }): Cellule[] => {
        const x = exactes.get(id)
        return [
          id,
          k.lettre,
          repere,
          libelle,
          v.genre === 'effectif' || v.genre === 'nombre' ? v.n : null,
          v.genre === 'effectif' ? v.h : null,
          v.genre === 'euros' || v.genre === 'pourcent'
            ? v.n
            : v.genre === 'oui-non'
              ? v.oui === null
                ? '?'
                : v.oui
                  ? 'oui'
                  : 'non'
              : null,
          x?.exact ?? null,
          x?.lignes.length ?? 0,
        ]
      }),
    ),
  ]
}

/** Les cases dans l’ordre du formulaire : on y lit les preuves comme on lit le bilan. */
const dansLOrdre = (c: ContenuDeDepot): ContenuDeDepot['cases'] => {
  const rangs = new Map(c.cadres.flatMap((k) => k.cases).map((x, rang) => [x.id, rang]))
  const rang = (id: string) => rangs.get(id) ?? rangs.size
  return c.cases.toSorted((a, b) => rang(a.id) - rang(b.id))
}

export const preuvesEnTable = (c: ContenuDeDepot): Cellule[][] => [
  titresPreuves,
  ...dansLOrdre(c).flatMap((x) =>
    x.lignes.map((l): Cellule[] => [
      x.id,
      l.genre,
      l.qui,
      l.quoi,
      l.part,
      nombre(l.exact),
      l.exact,
      l.regles.join(' '),
      l.cle,
    ]),
  ),
]

export const enFeuilles = (c: ContenuDeDepot): Feuille[] => [
  { nom: 'Cases', lignes: casesEnTable(c) },
  { nom: 'Preuves', lignes: preuvesEnTable(c) },
  {
    nom: 'Contrôles',
    lignes: [
      ['controle', 'niveau', 'etat', 'phrase'],
      ...c.controles.map((x): Cellule[] => [x.id, x.niveau, x.etat, x.message]),
    ],
  },
]
