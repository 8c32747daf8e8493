import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { type Bareme, baremeDe, fixeAu, type Genre, type Part, traverser } from './bareme.ts'

export type Piece = {
  readonly id: string
  /** Jour civil `AAAA-MM-JJ`. */
  readonly le: string
  readonly genre: Genre
  /** Marge brute hors taxes en centimes ; négative pour un avoir. */
  readonly marge: number
  /** Ce qu’un avoir rend : une pièce de l’exercice, ou le taux qu’a payé celle d’un exercice d’avant (millionièmes). */
  readonly origine?: { readonly piece: string } | { readonly taux: number }
  /** Négative sans rien rendre d’une pièce connue (une charge ôtée de la marge, un avoir qui ne nomme pas sa facture) : au barème du jour. */
  readonly sansOrigine?: true
}

/** L’exercice de l’activité, et les mois où elle vit. Jours civils compris. */
export type Exercice = {
  readonly du: string
  readonly au: string
  /** D’un exercice coupé, les seuils se réduisent au nombre de mois, ou restent entiers : un choix de la CAE. */
  readonly seuils: 'entier' | 'prorata'
  /** L’enseigne ouverte ou fermée en cours d’exercice ne doit la part fixe que de ses mois. */
  readonly activite?: { readonly du: string | null; readonly au: string | null }
}

/**
 * Ce que les barèmes publiés ne disent pas, et que chaque CAE tranche. Défauts : `par-bareme` et `du-jour`.
 * `cumul` : la marge de formation et le reste montent chacun leurs tranches, ou ensemble.
 * `avoir` : un avoir se rend au barème du jour où il est émis, dans la tranche où le cumul se trouve, ou à ce qu’a payé sa pièce.
 */
export type Lectures = {
  readonly cumul: 'par-bareme' | 'commun'
  readonly avoir: 'du-jour' | 'd-origine'
}
export const lecturesParDefaut: Lectures = { cumul: 'par-bareme', avoir: 'du-jour' }

export type Ligne = {
  readonly piece: string
  readonly centimes: number
  /** Le barème appliqué et ce que chaque tranche a pris ; rien d’une pièce exclue ou rendue à son origine. */
  readonly depuis: string | null
  readonly parts: readonly Part[]
}
export type Contribution = {
  /** Une par pièce de l’exercice, dans l’ordre où les pièces sont données. */
  readonly lignes: readonly Ligne[]
  readonly fixe: number
  readonly total: number
}

/** `piece` : le rang de la pièce fautive dans la liste donnée ; absent, c’est l’exercice. */
export type RefusContribution = Refus<'sans-bareme' | 'origine-absente' | 'origine-inconnue'> & {
  readonly piece?: number
}

/** Un millionième d’un douzième de centime : l’unité où tout est entier. */
const unite = 12_000_000n

/** Au plus proche, un demi s’éloignant de zéro, sur des entiers : aucun flottant n’entre dans un centime. */
const arrondir = (n: bigint, d: bigint): bigint => {
  const absolu = ((n < 0n ? -n : n) * 2n + d) / (2n * d)
  return n < 0n ? -absolu : absolu
}

const rangDuMois = (jour: string): number => Number(jour.slice(0, 4)) * 12 + Number(jour.slice(5, 7)) - 1
const premierDuMois = (rang: number): string =>
  `${String(Math.floor(rang / 12)).padStart(4, '0')}-${String((rang % 12) + 1).padStart(2, '0')}-01`
export const plusTard = (a: string, b: string | null | undefined): string => (b && b > a ? b : a)
export const plusTot = (a: string, b: string | null | undefined): string => (b && b < a ? b : a)

/** Les mois civils que touchent deux jours, bornes comprises. */
export const moisCivils = (du: string, au: string): number => rangDuMois(au) - rangDuMois(du) + 1

const refuserPiece = (code: RefusContribution['code'], phrase: string, piece?: number) => {
  const r = refuser(code, phrase)
  return r.ok || piece === undefined ? r : { ok: false as const, error: { ...r.error, piece } }
}

const fixeDe = (baremes: readonly Bareme[], e: Exercice): Result<number, RefusContribution> => {
  const du = plusTard(e.du, e.activite?.du)
  const au = plusTot(e.au, e.activite?.au)
  let fixe = 0
  for (let rang = rangDuMois(du); au >= du && rang <= rangDuMois(au); rang += 1) {
    const jour = plusTard(premierDuMois(rang), du)
    const sien = fixeAu(baremes, jour)
    if (sien === undefined) return refuserPiece('sans-bareme', `aucun barème n’est en vigueur le ${jour}.`)
    fixe += sien
  }
  return ok(fixe)
}

/** Ce qu’un avoir rend quand il rend ce que sa pièce a payé ; ce qui vient d’un exercice d’avant ne bouge pas le cumul. */
const rendreOrigine = (
  p: Piece,
  rang: number,
  payes: ReadonlyMap<string, { readonly exact: bigint; readonly marge: number }>,
): Result<{ readonly exact: bigint; readonly bouge: boolean }, RefusContribution> => {
  if (!p.origine)
    return refuserPiece(
      'origine-absente',
      'un avoir dit sa pièce d’origine, ou le taux qu’elle a payé.',
      rang,
    )
  if ('taux' in p.origine) return ok({ exact: BigInt(p.marge) * 12n * BigInt(p.origine.taux), bouge: false })
  const origine = payes.get(p.origine.piece)
  if (!origine || origine.marge <= 0)
    return refuserPiece(
      'origine-inconnue',
      `aucune pièce d’avant, dans l’exercice, ne porte l’identifiant « ${p.origine.piece.slice(0, 40)} ».`,
      rang,
    )
  return ok({ exact: arrondir(origine.exact * BigInt(p.marge), BigInt(origine.marge)), bouge: true })
}

/**
 * La contribution d’une activité : barèmes datés, par tranches marginales de la marge cumulée de l’exercice, au centime.
 *
 * Une pièce paie ce que son passage ajoute au cumul, au barème de son jour. L’arrondi se fait sur le cumul, non par pièce : la somme
 * des lignes est juste, et chaque euro a sa pièce. Deux pièces d’un jour passent dans l’ordre de leurs identifiants. Une pièce hors
 * de l’exercice n’y compte pas. Une contribution annexe (assurance, fonds de formation) est un barème de plus, appelé à part.
 * Sources : L7332-3 du code du travail ; barèmes publiés par Optéos et Coopaname.
 */
export const contribuer = (
  baremes: readonly Bareme[],
  exercice: Exercice,
  pieces: readonly Piece[],
  lectures: Lectures = lecturesParDefaut,
): Result<Contribution, RefusContribution> => {
  const fixe = fixeDe(baremes, exercice)
  if (!fixe.ok) return fixe
  const mois = exercice.seuils === 'prorata' ? Math.min(12, moisCivils(exercice.du, exercice.au)) : 12
  type Compte = { cumul: bigint; exact: bigint; rendu: bigint }
  const comptes = new Map<string, Compte>()
  const payes = new Map<string, { exact: bigint; marge: number }>()
  const lignes = new Map<number, Ligne>()
  const rangees = [...pieces.entries()]
    .filter(([, p]) => p.le >= exercice.du && p.le <= exercice.au)
    .toSorted(([, a], [, b]) => (a.le === b.le ? (a.id < b.id ? -1 : 1) : a.le < b.le ? -1 : 1))
  for (const [rang, p] of rangees) {
    if (p.genre === 'exclu') {
      // Elle n’a rien payé : ce qui la diminue n’en rend rien.
      payes.set(p.id, { exact: 0n, marge: p.marge })
      lignes.set(rang, { piece: p.id, centimes: 0, depuis: null, parts: [] })
      continue
    }
    const bareme = baremeDe(baremes, p.le, p.genre)
    if (!bareme)
      return refuserPiece('sans-bareme', `aucun barème n’est en vigueur le ${p.le} pour cette pièce.`, rang)
    const cle = lectures.cumul === 'commun' ? 'commun' : bareme.assiette
    const compte = comptes.get(cle) ?? { cumul: 0n, exact: 0n, rendu: 0n }
    comptes.set(cle, compte)
    const aLOrigine = lectures.avoir === 'd-origine' && p.marge < 0 && !p.sansOrigine
    const rendue = aLOrigine ? rendreOrigine(p, rang, payes) : undefined
    if (rendue && !rendue.ok) return rendue
    const avant = compte.cumul
    if (rendue?.value.bouge !== false) compte.cumul += BigInt(p.marge)
    const parts = rendue ? [] : traverser(bareme.tranches, avant, compte.cumul, mois)
    const exact = rendue?.value.exact ?? parts.reduce((t, x) => t + x.base * BigInt(x.taux), 0n)
    payes.set(p.id, { exact, marge: p.marge })
    compte.exact += exact
    const rendu = arrondir(compte.exact, unite)
    const centimes = Number(rendu - compte.rendu)
    compte.rendu = rendu
    lignes.set(rang, { piece: p.id, centimes, depuis: rendue ? null : bareme.depuis, parts })
  }
  const rendues = [...pieces.keys()].flatMap((rang) => lignes.get(rang) ?? [])
  return ok({
    lignes: rendues,
    fixe: fixe.value,
    total: fixe.value + rendues.reduce((t, l) => t + l.centimes, 0),
  })
}
