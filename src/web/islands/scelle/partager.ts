/**
 * Partager un secret k sur n (Shamir, corps GF(2^8) d’AES) : k parts le rendent, k − 1 n’en disent rien. Sans table : le temps d’un produit ne
 * dépend pas de ce qu’il multiplie.
 */
export type Part = { readonly x: number; readonly y: Uint8Array }

const multiplier = (a: number, b: number): number => {
  let [p, x, y] = [0, a, b]
  for (let i = 0; i < 8; i += 1) {
    p ^= -(y & 1) & x
    x = (x << 1) ^ (-(x >> 7) & 0x11b)
    y >>= 1
  }
  return p & 0xff
}
/** a^254, l’inverse de a ; zéro n’en a pas, et aucune abscisse n’est nulle. */
const inverser = (a: number): number => {
  let r = 1
  for (let i = 0; i < 254; i += 1) r = multiplier(r, a)
  return r
}

/** `n` parts, dont `k` suffisent. Lève hors de 2 ≤ k ≤ n ≤ 255. */
export const partager = (secret: Uint8Array, k: number, n: number): Part[] => {
  if (!(Number.isInteger(k) && Number.isInteger(n) && k >= 2 && k <= n && n <= 255))
    throw new RangeError('Un secret se partage entre deux parts au moins.')
  const coefficients = crypto.getRandomValues(new Uint8Array(secret.length * (k - 1)))
  return Array.from({ length: n }, (_, i) => {
    const x = i + 1
    return {
      x,
      y: secret.map((s, j) => {
        let v = 0
        for (let d = k - 1; d > 0; d -= 1) v = multiplier(v ^ (coefficients[j * (k - 1) + d - 1] ?? 0), x)
        return v ^ s
      }),
    }
  })
}

/** Le secret, si ces parts suffisent ; sinon des octets quelconques. Lève si deux parts sont la même, ou de tailles différentes. */
export const reunir = (parts: readonly Part[]): Uint8Array => {
  const taille = parts[0]?.y.length ?? 0
  if (
    new Set(parts.map((p) => p.x)).size !== parts.length ||
    parts.some((p) => p.x === 0 || p.y.length !== taille)
  )
    throw new RangeError('Ces parts ne vont pas ensemble.')
  const poids = parts.map((p) =>
    parts.reduce((w, q) => (q.x === p.x ? w : multiplier(w, multiplier(q.x, inverser(q.x ^ p.x)))), 1),
  )
  return Uint8Array.from({ length: taille }, (_, j) =>
    parts.reduce((v, p, i) => v ^ multiplier(p.y[j] ?? 0, poids[i] ?? 0), 0),
  )
}
