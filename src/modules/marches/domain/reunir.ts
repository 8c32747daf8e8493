import type { Avis, AvisLu, Rejet } from './avis.ts'

/** L’avis eForms que nomme un rectificatif : l’identifiant, puis sa version (`…-01`). */
const sansVersion = (id: string): string => id.replace(/-\d{2}$/, '')

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i

/**
 * Rattache chaque avis à ceux du fichier : un identifiant eForms devient l’`idweb` de l’avis qu’il nomme ; un rectificatif ou une
 * annulation qui n’en nomme aucun du fichier se rattache à l’avis de marché de la même procédure, s’il n’en est qu’un.
 */
export const lier = (lus: readonly AvisLu[]): readonly AvisLu[] => {
  const parNotice = new Map(lus.flatMap((l) => (l.notice ? [[l.notice.id, l.avis.idweb] as const] : [])))
  const presents = new Set(lus.map((l) => l.avis.idweb))
  const marches = Map.groupBy(
    lus.filter((l) => l.avis.nature === 'marche' && l.avis.procedure !== null),
    (l) => l.avis.procedure,
  )
  return lus.map((l) => {
    const { avis } = l
    const dits = avis.lies.map((x) => (uuid.test(x) ? (parNotice.get(sansVersion(x)) ?? x) : x))
    const cherche =
      (avis.nature === 'rectificatif' || avis.nature === 'annulation') && !dits.some((x) => presents.has(x))
    const freres = cherche ? (marches.get(avis.procedure) ?? []) : []
    const trouve = freres.length === 1 ? freres.map((f) => f.avis.idweb) : []
    const lies = [...new Set([...dits, ...trouve])].filter((x) => x !== avis.idweb)
    return { ...l, avis: { ...avis, lies } }
  })
}

/** De deux lectures du même avis, celle qui en dit le plus : le BOAMP d’abord, puis ce qui s’est lu en entier. */
const vaut = ({ avis, source }: AvisLu): number =>
  (source === 'boamp' ? 100 : 0) +
  (avis.signalements.includes('json-illisible') ? 0 : 50) +
  [avis.objet, avis.acheteur.nom, avis.acheteur.siret, avis.limite, avis.procedure, avis.parution].filter(
    (x) => x !== null,
  ).length +
  avis.lots.length +
  avis.cpv.length +
  avis.attributions.length

/** Ce par quoi deux lectures sont le même avis. Un avis de marché est unique dans sa procédure ; ses suites, non. */
const clesDe = ({ avis, notice }: AvisLu): readonly string[] => [
  `idweb ${avis.idweb}`,
  ...(notice ? [`notice ${notice.id} ${notice.version ?? ''}`] : []),
  ...(avis.nature === 'marche' && avis.procedure !== null && uuid.test(avis.procedure)
    ? [`marche ${avis.procedure.toLowerCase()}`]
    : []),
]

/**
 * Ne garde qu’un avis par numéro, par avis eForms et, pour un avis de marché, par procédure. Ce qui est écarté se dit, à son rang.
 * L’ordre du fichier reste.
 */
export const dedoublonner = (
  lus: readonly (readonly [rang: number, lu: AvisLu])[],
): { readonly gardes: readonly (readonly [number, AvisLu])[]; readonly rejets: readonly Rejet[] } => {
  const places = new Map<string, number>()
  const gardes = new Map<number, readonly [number, AvisLu]>()
  const rejets: Rejet[] = []
  for (const [i, entree] of lus.entries()) {
    const [, lu] = entree
    const cles = clesDe(lu)
    const place = cles.map((c) => places.get(c)).find((p) => p !== undefined) ?? i
    for (const c of cles) places.set(c, place)
    const connu = gardes.get(place)
    if (!connu) {
      gardes.set(place, entree)
      continue
    }
    const [reste, part] = vaut(lu) > vaut(connu[1]) ? [entree, connu] : [connu, entree]
    gardes.set(place, reste)
    rejets.push({ rang: part[0], motif: `doublon de ${reste[1].avis.idweb}` })
  }
  return { gardes: [...gardes].toSorted(([a], [b]) => a - b).map(([, e]) => e), rejets }
}

/** Les avis liés, chacun une fois, et ceux qui sont écartés. */
export const reunir = (
  lus: readonly (readonly [number, AvisLu])[],
): { readonly lus: readonly AvisLu[]; readonly avis: readonly Avis[]; readonly rejets: readonly Rejet[] } => {
  const { gardes, rejets } = dedoublonner(lus)
  const lies = lier(gardes.map(([, l]) => l))
  return { lus: lies, avis: lies.map((l) => l.avis), rejets }
}
