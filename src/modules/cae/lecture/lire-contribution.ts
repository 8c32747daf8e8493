import { lireCas } from '#kernel/cas.ts'
import { type Faute, type Lecteur, montrer, rang, sous } from '#kernel/champs.ts'
import type { Json, Objet } from '#kernel/json.ts'
import type { Result } from '#kernel/result.ts'
import { type Bareme, genres, type Tranche } from '../domain/bareme.ts'
import {
  type Contribution,
  contribuer,
  type Exercice,
  type Lectures,
  lecturesParDefaut,
  moisCivils,
  type Piece,
} from '../domain/contribution.ts'

export type CasDeContribution = { readonly id: string; readonly contribution: Contribution }

/** Au-delà, c’est une faute de frappe ; en deçà, cent mille pièces s’additionnent sans rien perdre. */
const margeMax = 10_000_000_000
const seuilMax = 10_000_000_000_000
const piecesMax = 100_000
/** Le premier exercice d’une société ne dépasse pas vingt-quatre mois. */
const moisMax = 24

/** Des millièmes, à trois décimales au plus, rendus en millionièmes entiers : 115 pour 11,5 %. */
const lireTaux = (l: Lecteur, v: Json | undefined, chemin: string): number | undefined => {
  if (!l.present(v, chemin)) return undefined
  const lu = typeof v === 'string' ? undefined : l.decimalDe(v)
  if (!lu || lu.decimales > 3)
    return l.fauter(chemin, `${montrer(v)} n’est pas un taux en millièmes, à trois décimales au plus.`)
  const millioniemes = lu.n * 10n ** BigInt(3 - lu.decimales)
  return millioniemes >= 0n && millioniemes <= 1_000_000n
    ? Number(millioniemes)
    : l.fauter(chemin, `${montrer(v)} n’est pas entre 0 et 1000 millièmes.`)
}

const lireTranches = (l: Lecteur, v: Json | undefined, chemin: string): readonly Tranche[] => {
  const combien = Array.isArray(v) ? v.length : 0
  if (Array.isArray(v) && combien === 0) l.fauter(chemin, 'aucune tranche n’est donnée.')
  let bas = 0
  return l.suite(v, chemin, (x, ici, i) => {
    const o = l.objet(x, ici)
    if (!o) return undefined
    const taux = lireTaux(l, o.get('milliemes'), sous(ici, 'milliemes'))
    const brut = o.get('jusqua')
    const ou = sous(ici, 'jusqua')
    if (i === combien - 1) {
      if (brut !== null) l.fauter(ou, 'la dernière tranche n’a pas de plafond : null est attendu.')
      return taux === undefined ? undefined : { jusqua: null, taux }
    }
    const jusqua = l.entier(brut, ou, 1, seuilMax)
    if (jusqua === undefined) return undefined
    if (jusqua <= bas) l.fauter(ou, `cette tranche finit à ${jusqua}, pas plus haut que celle d’avant.`)
    bas = jusqua
    return taux === undefined ? undefined : { jusqua, taux }
  })
}

const lireBaremes = (l: Lecteur, v: Json | undefined): ReadonlyMap<string, readonly Bareme[]> => {
  const o = l.objet(v, 'baremes')
  return new Map(
    [...(o ?? [])].map(([nom, liste]) => {
      const chemin = sous('baremes', nom)
      const vus = new Set<string>()
      if (Array.isArray(liste) && liste.length === 0) l.fauter(chemin, 'aucun barème n’est donné.')
      return [
        nom,
        l.suite(liste, chemin, (x, ici) => {
          const b = l.objet(x, ici)
          if (!b) return undefined
          const depuis = l.jour(b.get('depuis'), sous(ici, 'depuis'))
          const assiette = l.choix(
            b.get('assiette'),
            sous(ici, 'assiette'),
            ['marge', 'marge-formation'],
            'assiette',
          )
          const fixeMensuel = l.entier(b.get('fixeMensuel'), sous(ici, 'fixeMensuel'), 0, margeMax)
          const tranches = lireTranches(l, b.get('tranches'), sous(ici, 'tranches'))
          l.unique(
            vus,
            depuis && assiette && `${assiette} depuis le ${depuis}`,
            sous(ici, 'depuis'),
            'barème',
          )
          if (depuis === undefined || !assiette || fixeMensuel === undefined) return undefined
          return { depuis, assiette, fixeMensuel, tranches }
        }),
      ]
    }),
  )
}

const jourOuRien = (l: Lecteur, v: Json | undefined, chemin: string): string | null | undefined =>
  v === null ? null : l.jour(v, chemin)

/** Une liste d’exactement ces longueurs ; sinon la faute. */
const uplet = (l: Lecteur, v: Json | undefined, chemin: string, min: number, max: number, dit: string) => {
  const lue = l.liste(v, chemin)
  if (!lue) return undefined
  return lue.length >= min && lue.length <= max ? lue : l.fauter(chemin, `${dit} est attendu.`)
}

const lireExercice = (l: Lecteur, o: Objet, chemin: string): Exercice | undefined => {
  const ici = sous(chemin, 'exercice')
  const lu = uplet(l, o.get('exercice'), ici, 3, 3, '[du, au, "entier" ou "prorata"]')
  if (!lu) return undefined
  const [du, au] = [l.jour(lu[0], rang(ici, 0)), l.jour(lu[1], rang(ici, 1))]
  const seuils = l.choix(lu[2], rang(ici, 2), ['entier', 'prorata'], 'règle des seuils')
  if (du === undefined || au === undefined || !seuils) return undefined
  if (au < du) return l.fauter(rang(ici, 1), `cet exercice finit le ${au}, avant d’avoir commencé le ${du}.`)
  if (moisCivils(du, au) > moisMax) return l.fauter(rang(ici, 1), `cet exercice dépasse ${moisMax} mois.`)
  if (!o.has('activite')) return { du, au, seuils }
  const la = sous(chemin, 'activite')
  const bornes = uplet(l, o.get('activite'), la, 2, 2, '[du ou null, au ou null]')
  const [de, a] = [jourOuRien(l, bornes?.[0], rang(la, 0)), jourOuRien(l, bornes?.[1], rang(la, 1))]
  if (de === undefined || a === undefined) return undefined
  if (de !== null && a !== null && a < de)
    return l.fauter(rang(la, 1), `cette activité finit le ${a}, avant d’avoir commencé le ${de}.`)
  return { du, au, seuils, activite: { du: de, au: a } }
}

const lireOrigine = (l: Lecteur, v: Json, chemin: string): Piece['origine'] | undefined => {
  if (typeof v === 'string') {
    const piece = l.texte(v, chemin)
    return piece === undefined ? undefined : { piece }
  }
  const o = l.objet(v, chemin)
  const taux = o && lireTaux(l, o.get('milliemes'), sous(chemin, 'milliemes'))
  return taux === undefined ? undefined : { taux }
}

const lirePiece =
  (l: Lecteur, vus: Set<string>) =>
  (v: Json, ici: string): Piece | undefined => {
    const lu = uplet(l, v, ici, 4, 5, '[identifiant, jour, genre, marge en centimes]')
    if (!lu) return undefined
    const id = l.texte(lu[0], rang(ici, 0))
    l.unique(vus, id, rang(ici, 0), 'pièce')
    const le = l.jour(lu[1], rang(ici, 1))
    const genre = l.choix(lu[2], rang(ici, 2), genres, 'genre')
    const marge = l.entier(lu[3], rang(ici, 3), -margeMax, margeMax)
    const origine = lu[4] === undefined ? undefined : lireOrigine(l, lu[4], rang(ici, 4))
    if (id === undefined || le === undefined || !genre || marge === undefined) return undefined
    return { id, le, genre, marge, ...(origine ? { origine } : {}) }
  }

const lireLectures = (l: Lecteur, o: Objet, chemin: string): Lectures | undefined => {
  if (!o.has('lectures')) return lecturesParDefaut
  const ici = sous(chemin, 'lectures')
  const dites = l.objet(o.get('lectures'), ici)
  if (!dites) return undefined
  const lire = <T extends string>(cle: string, admis: readonly T[], defaut: T) =>
    dites.has(cle) ? l.choix(dites.get(cle), sous(ici, cle), admis, 'lecture') : defaut
  const cumul = lire('cumul', ['par-bareme', 'commun'], lecturesParDefaut.cumul)
  const avoir = lire('avoir', ['du-jour', 'd-origine'], lecturesParDefaut.avoir)
  return cumul && avoir && { cumul, avoir }
}

/**
 * Lit et calcule un document `contribution-cas/1` : `baremes` par nom, et des cas `{id, bareme, exercice: [du, au, seuils],
 * pieces: [[id, jour, genre, marge]]}`. Facultatifs : `activite: [du, au]`, `lectures: {cumul, avoir}`, et l’origine d’un avoir en
 * cinquième place d’une pièce (l’identifiant d’une autre, ou `{milliemes}`).
 */
export const lireContributions = (texte: string): Result<readonly CasDeContribution[], readonly Faute[]> =>
  lireCas(texte, 'contribution-cas/1', (l, document) => {
    const tous = lireBaremes(l, document.get('baremes'))
    return (o, id, chemin) => {
      const nom = l.texte(o.get('bareme'), sous(chemin, 'bareme'))
      const baremes = nom === undefined ? undefined : tous.get(nom)
      if (nom !== undefined && !baremes)
        l.fauter(sous(chemin, 'bareme'), `aucun barème ne porte le nom « ${nom.slice(0, 40)} ».`)
      const exercice = lireExercice(l, o, chemin)
      const ici = sous(chemin, 'pieces')
      const brutes = o.get('pieces')
      const combien = Array.isArray(brutes) ? brutes.length : 0
      if (combien > piecesMax) return l.fauter(ici, `plus de ${piecesMax} pièces.`)
      const pieces = l.suite(brutes, ici, lirePiece(l, new Set()))
      const lectures = lireLectures(l, o, chemin)
      // Une pièce fautive est déjà dite : sans elle, le compte serait un autre.
      if (!baremes || !exercice || !lectures || pieces.length < combien) return undefined
      const rendue = contribuer(baremes, exercice, pieces, lectures)
      if (rendue.ok) return { id, contribution: rendue.value }
      const { piece, phrase } = rendue.error
      return l.fauter(piece === undefined ? sous(chemin, 'exercice') : rang(ici, piece), phrase)
    }
  })
