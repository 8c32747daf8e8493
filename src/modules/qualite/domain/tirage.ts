import type { Categorie } from './indicateur.ts'

/**
 * Ce qui fait qu’un auditeur tient à voir au moins un dossier de cette sorte. `adaptation`, `abandon` et `reclamation` ne se
 * nomment pas hors d’ici : dire pourquoi un dossier est tiré dirait ce qui est arrivé à quelqu’un.
 */
export type Trait =
  | 'certifiante'
  | 'distance'
  | 'alternance'
  | 'intra'
  | 'inter'
  | 'confiee'
  | 'recue'
  | 'adaptation'
  | 'abandon'
  | 'reclamation'

export type SessionTirable = {
  readonly id: string
  readonly categorie: Categorie
  readonly traits: readonly Trait[]
  readonly site: string | null
  readonly enseigne: string
  readonly inscrits: readonly { readonly id: string; readonly abandon: boolean }[]
  /** Qui l’anime ; absent d’un gel d’avant. */
  readonly intervenants?: readonly string[]
}

export type RegleTirage = {
  readonly surveillance: boolean
  /** Absente : autour de la racine du nombre de sessions, entre trois et huit. */
  readonly parCategorie?: number
  readonly beneficiaires: number
  /** Un audit interne : une action par personne qui anime, sauf celles que l’année a déjà tirées. */
  readonly parIntervenant?: { readonly vus: readonly string[] }
  /** Ce que les audits d’avant ont déjà regardé. */
  readonly sitesVus: readonly string[]
  readonly enseignesTirees: readonly string[]
}

export type SessionTiree = {
  readonly id: string
  readonly categorie: Categorie
  /** Les strates dont elle répond : un trait, `site`, `enseigne` (jamais tirée avant), ou `intervenant`. */
  readonly strates: readonly string[]
  readonly inscriptions: readonly string[]
}

/** L’ordre que la graine donne à une chose : une clé, une suite de signes que l’on compare. Injecté, pour que la règle reste pure. */
export type Rang = (cle: string) => string

const ranger = <T>(liste: readonly T[], cle: (x: T) => string, rang: Rang): T[] =>
  liste
    .map((x) => ({ x, k: cle(x), r: rang(cle(x)) }))
    .sort((a, b) => (a.r < b.r ? -1 : a.r > b.r ? 1 : a.k < b.k ? -1 : a.k > b.k ? 1 : 0))
    .map(({ x }) => x)

/** Nombre de sites visités : l’arrondi de √n, de 0,6 √n en surveillance (qualité des sources : secondaire), au moins un. */
export const nombreDeSites = (n: number, surveillance: boolean): number =>
  n === 0 ? 0 : Math.max(1, Math.round((surveillance ? 0.6 : 1) * Math.sqrt(n)))

/** Aucun texte lu ne fixe une taille : √n, entre trois et huit, est un choix de Coforme, réglable. */
export const tailleParDefaut = (n: number): number =>
  Math.min(n, Math.max(3, Math.min(8, Math.round(Math.sqrt(n)))))

const tirerSites = (
  population: readonly SessionTirable[],
  regle: RegleTirage,
  rang: Rang,
): ReadonlySet<string> => {
  const sites = ranger([...new Set(population.flatMap((s) => s.site ?? []))], (s) => `site|${s}`, rang)
  const tires = sites.slice(0, nombreDeSites(sites.length, regle.surveillance))
  const neuf = sites.find((s) => !regle.sitesVus.includes(s))
  // En surveillance, un site au moins que l’on n’a pas vu la fois d’avant.
  if (regle.surveillance && neuf !== undefined && tires.every((s) => regle.sitesVus.includes(s)))
    tires[tires.length - 1] = neuf
  return new Set(tires)
}

/** Les stagiaires que l’on regarde d’une session tirée : un abandon en est, s’il y en a un. */
const choisirInscrits = (s: SessionTirable, regle: RegleTirage, rang: Rang): string[] => {
  const inscrits = ranger(s.inscrits, (i) => `inscription|${i.id}`, rang)
  const abandon = inscrits.find((i) => i.abandon)
  const choisis = inscrits.slice(0, regle.beneficiaires)
  if (abandon && !choisis.includes(abandon) && choisis.length > 0) choisis[choisis.length - 1] = abandon
  return choisis.map((i) => i.id)
}

/** Une action de chaque personne qui anime et que l’année n’a pas encore tirée ; animée à plusieurs, elle vaut pour chacune. */
const tirerParIntervenant = (
  population: readonly SessionTirable[],
  regle: RegleTirage,
  vus: readonly string[],
  rang: Rang,
): SessionTiree[] => {
  const gens = [...new Set(population.flatMap((s) => s.intervenants ?? []))].filter((i) => !vus.includes(i))
  const vues = new Set<string>()
  return ranger(gens, (i) => `intervenant|${i}`, rang).flatMap((qui) => {
    if (vues.has(qui)) return []
    const siennes = population.filter((s) => s.intervenants?.includes(qui))
    const [s] = ranger(siennes, (x) => `session|${x.id}`, rang)
    if (!s) return []
    for (const i of s.intervenants ?? []) vues.add(i)
    return [
      {
        id: s.id,
        categorie: s.categorie,
        strates: ['intervenant'],
        inscriptions: choisirInscrits(s, regle, rang),
      },
    ]
  })
}

/**
 * Tire comme un auditeur : dans chaque catégorie, chaque strate qui existe est représentée, quitte à dépasser la taille ; puis
 * l’on complète. La part confiée suit celle de l’activité. Même population (dans n’importe quel ordre), même graine : même tirage.
 */
export const tirer = (
  population: readonly SessionTirable[],
  regle: RegleTirage,
  rang: Rang,
): SessionTiree[] => {
  if (regle.parIntervenant) return tirerParIntervenant(population, regle, regle.parIntervenant.vus, rang)
  const sites = tirerSites(population, regle, rang)
  const jamais = new Set(
    new Set(population.map((s) => s.enseigne)).size > 1
      ? population.map((s) => s.enseigne).filter((e) => !regle.enseignesTirees.includes(e))
      : [],
  )
  const stratesDe = (s: SessionTirable): string[] => [
    ...s.traits,
    ...(s.site !== null && sites.has(s.site) ? [`site:${s.site}`] : []),
    ...(jamais.has(s.enseigne) ? ['enseigne'] : []),
  ]
  return (['AF', 'CBC', 'VAE', 'CFA'] as const).flatMap((categorie) => {
    const vivier = ranger(
      population.filter((s) => s.categorie === categorie),
      (s) => `session|${s.id}`,
      rang,
    )
    const taille = Math.min(vivier.length, regle.parCategorie ?? tailleParDefaut(vivier.length))
    const pris: SessionTirable[] = []
    const reste = new Set(vivier.flatMap(stratesDe))
    const prendre = (s: SessionTirable) => {
      pris.push(s)
      for (const x of stratesDe(s)) reste.delete(x)
    }
    while (reste.size > 0) {
      const apport = (s: SessionTirable) => stratesDe(s).filter((x) => reste.has(x)).length
      const libres = vivier.filter((s) => !pris.includes(s))
      const meilleur = libres.reduce<SessionTirable | undefined>(
        (m, s) => (apport(s) > (m ? apport(m) : 0) ? s : m),
        undefined,
      )
      if (!meilleur) break
      prendre(meilleur)
    }
    const confiees = vivier.filter((s) => s.traits.includes('confiee'))
    const part = Math.round((taille * confiees.length) / Math.max(1, vivier.length))
    for (const s of confiees)
      if (!pris.includes(s) && pris.filter((x) => x.traits.includes('confiee')).length < part) prendre(s)
    for (const s of vivier) if (!pris.includes(s) && pris.length < taille) prendre(s)
    return pris.map((s) => ({
      id: s.id,
      categorie,
      strates: stratesDe(s).map((x) => (x.startsWith('site:') ? 'site' : x)),
      inscriptions: choisirInscrits(s, regle, rang),
    }))
  })
}

/** Les strates, telles qu’on les montre : ce qui toucherait une personne devient « situation suivie ». */
export const motsStrate: Readonly<Record<string, string>> = {
  certifiante: 'certifiante',
  distance: 'à distance',
  alternance: 'alternance',
  choisie: 'choisie par l’auditeur',
  intra: 'un seul client',
  inter: 'plusieurs clients',
  confiee: 'confiée à un sous-traitant',
  recue: 'réalisée en sous-traitance',
  adaptation: 'situation suivie',
  abandon: 'situation suivie',
  reclamation: 'situation suivie',
  site: 'site tiré',
  enseigne: 'enseigne jamais tirée',
  intervenant: 'une action de qui l’anime',
}
export const direStrates = (strates: readonly string[]): string[] => [
  ...new Set(strates.map((s) => motsStrate[s] ?? s)),
]
