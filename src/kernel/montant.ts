import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { formaterNombre, INSECABLE, uneLigne } from '#kernel/texte.ts'

declare const marque: unique symbol
/** De l’argent, en centimes entiers d’euro. Jamais de virgule flottante entre deux montants. */
export type Montant = number & { readonly [marque]: 'Montant' }

export type RefusMontant = Refus<
  'montant-vide' | 'montant-illisible' | 'trop-de-decimales' | 'montant-negatif' | 'montant-trop-grand'
>

/** Dix milliards d’euros : au-delà c’est une faute de frappe, et tout reste très loin de 2^53. */
const plafond = 1_000_000_000_000

/** Lève si ce n’est pas un entier sûr : fabriquer un montant avec des fractions est une faute de programme. */
export const centimes = (n: number): Montant => {
  if (!Number.isSafeInteger(n)) throw new RangeError(`montant non entier ou trop grand : ${n}`)
  return (n === 0 ? 0 : n) as Montant
}

export const plus = (a: Montant, b: Montant): Montant => centimes(a + b)
export const moins = (a: Montant, b: Montant): Montant => centimes(a - b)
export const somme = (montants: Iterable<Montant>): Montant => {
  let total = 0
  for (const m of montants) total += m
  return centimes(total)
}

/** `numerateur / denominateur` arrondi au plus proche, la demie s’éloignant de zéro (règle des lignes du BPF et d’EN 16931). */
const diviser = (numerateur: bigint, denominateur: bigint): number => {
  const negatif = numerateur < 0n !== denominateur < 0n
  const n = numerateur < 0n ? -numerateur : numerateur
  const d = denominateur < 0n ? -denominateur : denominateur
  const q = (2n * n + d) / (2n * d)
  return Number(negatif ? -q : q)
}

/** `montant × numerateur ÷ denominateur`, exact puis arrondi une fois. Un prorata : `proportion(prix, 7, 14)`. */
export const proportion = (montant: Montant, numerateur: number, denominateur: number): Montant =>
  centimes(diviser(BigInt(montant) * BigInt(numerateur), BigInt(denominateur)))

/** Quantité décimale (au plus quatre décimales) fois un prix : 3,5 h à 60,00 € font 210,00 €. */
export const fois = (prix: Montant, quantite: number): Montant =>
  proportion(prix, Math.round(quantite * 10_000), 10_000)

/** Taux en points de base : 2000 pour 20 %, 550 pour 5,5 %. */
export const pourcentage = (montant: Montant, pointsDeBase: number): Montant =>
  proportion(montant, pointsDeBase, 10_000)

/**
 * Répartit sans perdre un centime, au plus fort reste : la somme des parts est toujours le total, et chaque part
 * s’écarte de moins d’un centime de sa valeur exacte. À restes égaux, la première part gagne. Des poids tous
 * nuls se partagent à égalité. Lève sur un poids négatif ou non entier ; aucune part pour aucun poids.
 */
export const repartir = (total: Montant, poids: readonly number[]): Montant[] => {
  if (poids.length === 0) return []
  if (poids.some((p) => !Number.isSafeInteger(p) || p < 0))
    throw new RangeError('poids négatif ou non entier')
  const reels = poids.every((p) => p === 0) ? poids.map(() => 1n) : poids.map((p) => BigInt(p))
  const masse = reels.reduce((a, b) => a + b, 0n)
  const signe = total < 0 ? -1n : 1n
  const absolu = BigInt(total) * signe
  const parts = reels.map((p, rang) => ({ rang, part: (absolu * p) / masse, reste: (absolu * p) % masse }))
  const manque = Number(absolu - parts.reduce((a, p) => a + p.part, 0n))
  const servis = new Set(
    [...parts]
      .sort((a, b) => (a.reste === b.reste ? a.rang - b.rang : a.reste > b.reste ? -1 : 1))
      .slice(0, manque)
      .map((p) => p.rang),
  )
  return parts.map((p) => centimes(Number(signe * (p.part + (servis.has(p.rang) ? 1n : 0n)))))
}

/**
 * Lit « 1 400,00 », « 1400.5 », « 1 400 € », « 1.400,00 », « −12,50 ». Une suite de trois décimales (« 1,400 »)
 * est refusée : on ne sait pas si c’est mille quatre cents. Les négatifs ne passent que sur demande.
 */
export const lireMontant = (
  texte: string,
  options: { negatif?: boolean } = {},
): Result<Montant, RefusMontant> => {
  const propre = uneLigne(texte).replace(/\s?(€|eur|euros?)$/i, '')
  if (propre === '') return refuser('montant-vide', 'Indiquez un montant.')
  const lu = /^([-\u2212+])?\s?(\d[\d .,'’]*)$/.exec(propre)
  const corps = lu?.[2] ?? ''
  const illisible = () =>
    refuser(
      'montant-illisible',
      `« ${propre.slice(0, 30)} » n’est pas un montant. Écrivez par exemple 1 400,00.`,
    )
  // Le dernier signe, point ou virgule, est décimal ; l’autre, comme l’espace, ne peut séparer que des milliers.
  const coupe = Math.max(corps.lastIndexOf(','), corps.lastIndexOf('.'))
  const entier = coupe < 0 ? corps : corps.slice(0, coupe)
  const fraction = coupe < 0 ? '' : corps.slice(coupe + 1)
  const decimal = coupe < 0 ? '' : corps.charAt(coupe)
  if (!lu || !/^(\d+|\d{1,3}([ .,'’]\d{3})+)$/.test(entier) || (coupe >= 0 && !/^\d+$/.test(fraction)))
    return illisible()
  const separateurs = new Set(entier.replace(/\d/g, ''))
  if (separateurs.size > 1 || (decimal !== '' && separateurs.has(decimal))) return illisible()
  if (fraction.length > 2)
    return refuser(
      'trop-de-decimales',
      `« ${propre.slice(0, 30)} » : un montant a deux décimales au plus, après une virgule.`,
    )
  const valeur = Number(entier.replace(/\D/g, '')) * 100 + Number(fraction.padEnd(2, '0'))
  if (valeur > plafond) return refuser('montant-trop-grand', 'Ce montant est trop grand.')
  const negatif = lu[1] === '-' || lu[1] === '\u2212'
  if (negatif && valeur > 0 && !options.negatif)
    return refuser('montant-negatif', 'Ce montant ne peut pas être négatif.')
  return ok(centimes(negatif ? -valeur : valeur))
}

/** « 1 400,00 € », « −12,50 € ». */
export const formaterMontant = (montant: Montant): string => `${formaterCentimes(montant)}${INSECABLE}€`

/** « 1 400,00 » sans symbole, pour une colonne qui le dit dans son titre. */
export const formaterCentimes = (montant: Montant): string => {
  const absolu = Math.abs(montant)
  const corps = `${formaterNombre(Math.floor(absolu / 100))},${String(absolu % 100).padStart(2, '0')}`
  return montant < 0 ? `\u2212${corps}` : corps
}

/** « 1400.00 » : la forme des fichiers d’échange (JSON, EPC, EN 16931). */
export const montantDecimal = (montant: Montant): string => {
  const absolu = Math.abs(montant)
  return `${montant < 0 ? '-' : ''}${Math.floor(absolu / 100)}.${String(absolu % 100).padStart(2, '0')}`
}
