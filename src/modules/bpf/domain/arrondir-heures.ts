import { ajouter, arrondir, comparer, entier, type Fraction, fraction, sommer } from './fraction.ts'
import { clesF3, detailsDeF3a, type Effectif, type Lignes, lettresF1 } from './lignes.ts'
import type { Lectures } from './parametres.ts'

/**
 * R24. Par heures, puis par nombre, puis par code. Les cinq premières ont leur ligne, le reste est cumulé.
 */
export const classerSpecialites = <T extends Effectif & { readonly code: string }>(
  toutes: readonly T[],
): { readonly principales: readonly T[]; readonly autres: readonly T[] } => {
  const rangees = toutes.toSorted(
    (a, b) => comparer(b.h, a.h) || b.n - a.n || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
  )
  return { principales: rangees.slice(0, 5), autres: rangees.slice(5) }
}

/** Répartit un total entier entre des parts exactes, au plus fort reste ; à restes égaux, la première gagne. */
export const plusFortsRestes = (total: number, parts: readonly Fraction[]): number[] => {
  const planchers = parts.map((p) => Number(p.n / p.d))
  const manque = total - planchers.reduce((a, b) => a + b, 0)
  const servis = new Set(
    parts
      .map((p, rang) => ({ rang, reste: fraction(p.n % p.d, p.d) }))
      .toSorted((a, b) => comparer(b.reste, a.reste) || a.rang - b.rang)
      .slice(0, manque)
      .map((p) => p.rang),
  )
  return planchers.map((p, rang) => p + (servis.has(rang) ? 1 : 0))
}

const avec = (e: Effectif, h: number): Effectif => ({ n: e.n, h: entier(h) })

/**
 * R25 (douteuse). Les heures entières de F et G. Le total est arrondi une fois, puis réparti : F-1, F-3 et F-4 gardent le
 * même. Les « dont » de F-3 a répartissent la valeur de a. F-2 ne dépasse jamais F-1.
 */
export const arrondirHeures = (l: Lignes, lectures: Pick<Lectures, 'heuresDeF'>): Lignes => {
  const repartir = (total: number, parts: readonly Effectif[]): Effectif[] => {
    const heures =
      lectures.heuresDeF === 'chaque-case'
        ? parts.map((p) => arrondir(p.h))
        : plusFortsRestes(
            total,
            parts.map((p) => p.h),
          )
    return parts.map((p, i) => avec(p, heures[i] ?? 0))
  }
  const total = (e: Effectif, parts: readonly Effectif[]): Effectif =>
    lectures.heuresDeF === 'chaque-case'
      ? { n: e.n, h: sommer(parts.map((p) => p.h)) }
      : avec(e, arrondir(e.h))
  const [a, b, c, d, e] = repartir(
    arrondir(l.F1.total.h),
    lettresF1.map((x) => l.F1[x]),
  )
  const f1 = { a: a ?? l.F1.a, b: b ?? l.F1.b, c: c ?? l.F1.c, d: d ?? l.F1.d, e: e ?? l.F1.e }
  const meres = clesF3.filter((x) => !x.startsWith('a.'))
  const parts3 = repartir(
    arrondir(l.F3.total.h),
    meres.map((x) => l.F3[x]),
  )
  const f3 = { ...l.F3, ...Object.fromEntries(meres.map((x, i) => [x, parts3[i]])) }
  // Un dossier retouché peut avoir moins de « dont » que de a : on n’arrondit alors que ce qu’ils portent.
  const deA = sommer(detailsDeF3a.map((x) => l.F3[x].h))
  const cible = comparer(deA, l.F3.a.h) === 0 ? Number(f3.a.h.n) : arrondir(deA)
  const dont = repartir(
    cible,
    detailsDeF3a.map((x) => l.F3[x]),
  )
  const f3Complet = { ...f3, ...Object.fromEntries(detailsDeF3a.map((x, i) => [x, dont[i]])) }
  const lignes4 = [...l.F4.specialites, l.F4.autres]
  const parts4 = repartir(arrondir(l.F4.total.h), lignes4)
  const f2 = Math.min(arrondir(l.F2.h), Number(total(l.F1.total, Object.values(f1)).h.n))
  return {
    ...l,
    F1: { ...l.F1, ...f1, total: total(l.F1.total, Object.values(f1)) },
    F2: avec(l.F2, f2),
    F3: { ...f3Complet, total: total(l.F3.total, parts3) },
    F4: {
      specialites: l.F4.specialites.map((s, i) => ({ ...s, h: (parts4[i] ?? s).h })),
      autres: parts4.at(-1) ?? l.F4.autres,
      total: total(l.F4.total, parts4),
    },
    G: avec(l.G, arrondir(l.G.h)),
  }
}

/** Le total d’effectifs disjoints. */
export const cumuler = (parts: readonly Effectif[]): Effectif =>
  parts.reduce<Effectif>((t, p) => ({ n: t.n + p.n, h: ajouter(t.h, p.h) }), { n: 0, h: entier(0) })
