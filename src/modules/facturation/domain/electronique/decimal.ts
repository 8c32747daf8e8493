/**
 * Les décimaux d’une facture électronique, exacts. Un entier de cent-millionièmes : un prix y a jusqu’à huit décimales, ce qui
 * dépasse est une faute de forme que le schéma ou la règle des décimales dit.
 */
const ECHELLE = 8
const UN = 10n ** BigInt(ECHELLE)

export type Decimal = bigint

/** Ce que dit un texte, ou rien s’il ne dit pas un nombre. */
export const lireDecimal = (texte: string | undefined): Decimal | undefined => {
  const m = texte?.trim().match(/^([+-]?)(\d{1,30})(?:\.(\d*))?$|^([+-]?)\.(\d{1,30})$/)
  if (!m) return undefined
  const [signe, entier, fraction] = [m[1] ?? m[4], m[2] ?? '0', m[3] ?? m[5] ?? '']
  const n = BigInt(entier) * UN + BigInt(fraction.slice(0, ECHELLE).padEnd(ECHELLE, '0'))
  return signe === '-' ? -n : n
}

export const entier = (n: number): Decimal => BigInt(n) * UN
export const valeurAbsolue = (d: Decimal): Decimal => (d < 0n ? -d : d)
export const fois = (a: Decimal, b: Decimal): Decimal => (a * b) / UN

/** Au plus proche, à `decimales` près ; la demie va vers le haut, comme `round` dans les schématrons. */
export const arrondir = (d: Decimal, decimales = 2): Decimal => {
  const pas = 10n ** BigInt(ECHELLE - decimales)
  const n = 2n * d + pas
  const q = n / (2n * pas)
  return (n < 0n && n % (2n * pas) !== 0n ? q - 1n : q) * pas
}

/** En centimes entiers ; rien quand le texte n’est pas un nombre ou ne tient pas. */
export const enCentimes = (texte: string | undefined): number | null => {
  const d = lireDecimal(texte)
  if (d === undefined) return null
  const c = Number(arrondir(d) / (UN / 100n))
  return Number.isSafeInteger(c) ? c : null
}

export const decimales = (texte: string): number => texte.trim().split('.')[1]?.length ?? 0

/** « 1470.00 » : un montant en centimes, comme l’écrit une facture électronique. */
export const ecrireCentimes = (centimes: number): string => {
  const n = Math.abs(centimes)
  return `${centimes < 0 ? '-' : ''}${Math.floor(n / 100)}.${String(n % 100).padStart(2, '0')}`
}
