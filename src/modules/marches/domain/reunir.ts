import type { Avis, AvisLu, Rejet } from './avis.ts'

/** L’avis eForms que nomme un rectificatif : l’identifiant, puis sa version (`…-01`). */
const sansVersion = (id: string): string => id.replace(/-\d{2}$/, '')

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i

/** Ce qu’un avis écarté est devenu : le numéro de celui qui reste. */
type Alias = ReadonlyMap<string, string>

/**
 * Rattache chaque avis à ceux du fichier : un identifiant eForms devient l’`idweb` de l’avis qu’il nomme, le numéro d’un doublon celui
 * de l’avis gardé ; un rectificatif ou une annulation qui n’en nomme aucun du fichier se rattache à l’avis de marché de la même
 * procédure, s’il n’en est qu’un.
 */
const lier = (gardes: readonly AvisLu[], tous: readonly AvisLu[], alias: Alias): readonly AvisLu[] => {
  const reste = (idweb: string) => alias.get(idweb) ?? idweb
  const parNotice = new Map(
    tous.flatMap((l) => (l.notice ? [[l.notice.id, reste(l.avis.idweb)] as const] : [])),
  )
  const presents = new Set(gardes.map((l) => l.avis.idweb))
  const marches = Map.groupBy(
    gardes.filter((l) => l.avis.nature === 'marche' && l.avis.procedure !== null),
    (l) => l.avis.procedure,
  )
  return gardes.map((l) => {
    const { avis } = l
    const dits = avis.lies.map((x) => (uuid.test(x) ? (parNotice.get(sansVersion(x)) ?? x) : reste(x)))
    const cherche =
      (avis.nature === 'rectificatif' || avis.nature === 'annulation') && !dits.some((x) => presents.has(x))
    const freres = cherche ? (marches.get(avis.procedure) ?? []) : []
    const trouve = freres.length === 1 ? freres.map((f) => f.avis.idweb) : []
    const lies = [...new Set([...dits, ...trouve])].filter((x) => x !== avis.idweb)
    return { ...l, avis: { ...avis, lies } }
  })
}

/** Ce que dit une lecture : à égalité de source et de date, la plus complète reste. */
const richesse = ({ avis }: AvisLu): number =>
  [avis.objet, avis.acheteur.nom, avis.acheteur.siret, avis.limite, avis.procedure].filter((x) => x !== null)
    .length +
  avis.lots.length +
  avis.cpv.length +
  avis.attributions.length

/**
 * De deux lectures du même avis : la publique, puis celle du BOAMP, puis celle qui se lit en entier, puis la plus récente, puis la plus
 * complète.
 */
const vautMieux = (a: AvisLu, b: AvisLu, apportes: ReadonlySet<string>): boolean => {
  const rangs = (l: AvisLu) => [
    apportes.has(l.avis.idweb) ? 0 : 1,
    l.source === 'boamp' ? 1 : 0,
    l.avis.signalements.includes('json-illisible') ? 0 : 1,
    Number((l.avis.parution ?? '').replaceAll('-', '')),
    richesse(l),
  ]
  const [x, y] = [rangs(a), rangs(b)]
  const i = x.findIndex((v, k) => v !== y[k])
  return i >= 0 && (x[i] ?? 0) > (y[i] ?? 0)
}

/** Ce par quoi deux lectures sont le même avis. Un avis de marché est unique dans sa procédure ; ses suites, non. */
const clesDe = ({ avis, notice }: AvisLu): readonly string[] => [
  `idweb ${avis.idweb}`,
  ...(notice ? [`notice ${notice.id} ${notice.version ?? ''}`] : []),
  ...(avis.nature === 'marche' && avis.procedure !== null && uuid.test(avis.procedure)
    ? [`marche ${avis.procedure.toLowerCase()}`]
    : []),
]

/**
 * Les avis, chacun une fois et rattachés, dans l’ordre du fichier ; ce qui est écarté dit son rang. Un seul reste par numéro, par avis
 * eForms et, pour un avis de marché, par procédure. `apportes` : les numéros de ceux qu’une coopérative apporte ; ils ne remplacent jamais
 * un avis public.
 */
export const reunir = (
  lus: readonly (readonly [rang: number, lu: AvisLu])[],
  apportes: ReadonlySet<string> = new Set(),
): { readonly lus: readonly AvisLu[]; readonly avis: readonly Avis[]; readonly rejets: readonly Rejet[] } => {
  const places = new Map<string, number>()
  const gardes = new Map<number, readonly [number, AvisLu]>()
  const ecartes: { readonly rang: number; readonly lu: AvisLu; readonly place: number }[] = []
  for (const [i, entree] of lus.entries()) {
    const cles = clesDe(entree[1])
    const place = cles.map((c) => places.get(c)).find((p) => p !== undefined) ?? i
    for (const c of cles) places.set(c, place)
    const connu = gardes.get(place)
    const [reste, part] =
      connu && !vautMieux(entree[1], connu[1], apportes) ? [connu, entree] : [entree, connu]
    gardes.set(place, reste)
    if (part) ecartes.push({ rang: part[0], lu: part[1], place })
  }
  const numero = (place: number) => gardes.get(place)?.[1].avis.idweb ?? ''
  const alias = new Map(ecartes.map(({ lu, place }) => [lu.avis.idweb, numero(place)]))
  const rattaches = lier(
    [...gardes].toSorted(([a], [b]) => a - b).map(([, [, lu]]) => lu),
    lus.map(([, lu]) => lu),
    alias,
  )
  return {
    lus: rattaches,
    avis: rattaches.map((l) => l.avis),
    rejets: ecartes.map(({ rang, place }) => ({ rang, motif: `doublon de ${numero(place)}` })),
  }
}
