/** Un rationnel exact, dénominateur positif. Rien ne se perd avant l’arrondi d’une case (R16, R17, R25). */
export type Fraction = { readonly n: bigint; readonly d: bigint }

export const zero: Fraction = { n: 0n, d: 1n }

const pgcd = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a < 0n ? -a : a, b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

/** Réduite, dénominateur positif. Lève sur un dénominateur nul : une faute de programme. */
export const fraction = (n: bigint, d = 1n): Fraction => {
  if (d === 0n) throw new RangeError('dénominateur nul')
  const commun = pgcd(n, d < 0n ? -d : d)
  const signe = d < 0n ? -1n : 1n
  return { n: (signe * n) / commun, d: (signe * d) / commun }
}

export const heuresDeMinutes = (minutes: number): Fraction => fraction(BigInt(minutes), 60n)
export const eurosDeCentimes = (centimes: number): Fraction => fraction(BigInt(centimes), 100n)
export const entier = (n: number): Fraction => ({ n: BigInt(n), d: 1n })

// Zéro ne change pas le dénominateur : une somme de minutes reste en soixantièmes, sans un diviseur à chercher par terme.
export const ajouter = (a: Fraction, b: Fraction): Fraction =>
  a.d === b.d
    ? { n: a.n + b.n, d: a.d }
    : a.n === 0n
      ? b
      : b.n === 0n
        ? a
        : fraction(a.n * b.d + b.n * a.d, a.d * b.d)
export const oppose = (a: Fraction): Fraction => ({ n: -a.n, d: a.d })
export const retrancher = (a: Fraction, b: Fraction): Fraction => ajouter(a, oppose(b))
export const multiplier = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.n, a.d * b.d)
export const diviser = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d, a.d * b.n)
export const sommer = (termes: Iterable<Fraction>): Fraction => {
  let total = zero
  for (const t of termes) total = ajouter(total, t)
  return fraction(total.n, total.d)
}

/** Négatif, nul ou positif, comme `sort` l’attend. */
export const comparer = (a: Fraction, b: Fraction): -1 | 0 | 1 => {
  const ecart = a.n * b.d - b.n * a.d
  return ecart < 0n ? -1 : ecart > 0n ? 1 : 0
}
export const egales = (a: Fraction, b: Fraction): boolean => comparer(a, b) === 0
export const estPositive = (a: Fraction): boolean => a.n > 0n
export const estNulle = (a: Fraction): boolean => a.n === 0n

/** L’entier le plus proche, la demie s’éloignant de zéro : −980,50 donne −981. */
export const arrondir = (a: Fraction): number => {
  const absolu = a.n < 0n ? -a.n : a.n
  const q = (2n * absolu + a.d) / (2n * a.d)
  return q === 0n ? 0 : Number(a.n < 0n ? -q : q)
}

/** L’entier juste au-dessus ou égal. */
export const plafonner = (a: Fraction): number => {
  const q = a.n / a.d
  return Number(a.n > 0n && q * a.d !== a.n ? q + 1n : q)
}

/** Le nombre le plus proche : exact pour tout décimal court, comme un document JSON l’écrit. */
export const enNombre = (a: Fraction): number => {
  const r = fraction(a.n, a.d)
  const borne = BigInt(Number.MAX_SAFE_INTEGER)
  if (r.n <= borne && r.n >= -borne) return Number(r.n) / Number(r.d)
  return Number(r.n / r.d) + Number(r.n % r.d) / Number(r.d)
}

/** « 258.5 », ou « 1000/3 » quand aucun décimal n’est exact. */
export const ecrire = (a: Fraction): string => {
  const r = fraction(a.n, a.d)
  let [reste, decimales] = [r.d, 0]
  for (const premier of [10n, 5n, 2n])
    while (reste % premier === 0n) {
      reste /= premier
      decimales += 1
    }
  if (reste !== 1n) return `${r.n}/${r.d}`
  if (decimales === 0) return String(r.n)
  const absolu = r.n < 0n ? -r.n : r.n
  const chiffres = String((absolu * 10n ** BigInt(decimales)) / r.d).padStart(decimales + 1, '0')
  const [gauche, droite] = [chiffres.slice(0, -decimales), chiffres.slice(-decimales).replace(/0+$/, '')]
  return `${r.n < 0n ? '-' : ''}${gauche}${droite === '' ? '' : `.${droite}`}`
}

/** Des minutes en heures, non réduites : des milliers s’additionnent alors sans un calcul de diviseur. */
export const minutesEnHeures = (minutes: number): Fraction => ({ n: BigInt(minutes), d: 60n })

/** Un décimal que la base écrit : « 3.50000 », « -12 ». */
export const fractionDeDecimal = (texte: string): Fraction => {
  const [entiere = '0', decimales = ''] = texte.replace(/(\.\d*?)0+$/, '$1').split('.')
  return fraction(BigInt(`${entiere}${decimales}`), 10n ** BigInt(decimales.length))
}
