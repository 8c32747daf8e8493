import type { AvisLu, Lot } from './avis.ts'

/** Le numéro par lequel un lot se nomme : le sien, sinon son rang. */
export const numeroDeLot = (l: Lot, rang: number): string => l.id ?? String(rang + 1)

const seCroit = ({ avis }: AvisLu): boolean => !avis.signalements.includes('echeance-absurde')
const dits = ({ avis }: AvisLu): readonly string[] =>
  [avis.limite, ...avis.lots.map((l) => l.limite)].flatMap((l) => l ?? [])

/** Tous les termes de l’avis qui fait foi : le dernier rectificatif qui en dit un, sinon lui-même. Vide : aucun ne se croit. */
export const tousLesTermes = (lu: AvisLu, rectificatifs: readonly AvisLu[]): readonly string[] => {
  const qui = rectificatifs.findLast((r) => seCroit(r) && dits(r).length > 0) ?? lu
  return seCroit(qui) ? dits(qui) : []
}

/** Ce que ce rectificatif dit du lot ; rien : il n’en parle pas. S’il date d’autres lots de l’avis, celui-ci garde son terme. */
const rectifie = (r: AvisLu, numero: string, numeros: ReadonlySet<string>): string | null => {
  const dates = r.avis.lots.flatMap(({ limite, ...l }, i) =>
    limite === null ? [] : [{ numero: numeroDeLot({ ...l, limite }, i), limite }],
  )
  return (
    dates.find((d) => d.numero === numero)?.limite ??
    (dates.some((d) => numeros.has(d.numero)) ? null : r.avis.limite)
  )
}

/**
 * Le terme de chaque lot, dans leur ordre : celui que dit le dernier rectificatif qui en parle, sinon le sien, sinon celui de l’avis ; rien
 * quand il ne se croit pas ou n’est pas publié.
 */
export const termesDesLots = (lu: AvisLu, rectificatifs: readonly AvisLu[]): readonly (string | null)[] => {
  const numeros = new Set(lu.avis.lots.map(numeroDeLot))
  const surs = rectificatifs.filter(seCroit)
  return lu.avis.lots.map((l, i) => {
    for (const r of surs.toReversed()) {
      const dit = rectifie(r, numeroDeLot(l, i), numeros)
      if (dit !== null) return dit
    }
    return seCroit(lu) ? (l.limite ?? lu.avis.limite) : null
  })
}
