/** Ce qu’un effacement laisse tel quel et qui nomme encore la personne : jusqu’à quand. Pur. */
import type { DateCivile } from '#kernel/dates.ts'
import { type Categorie, type Regle, regleDe, termeDe } from './conservation.ts'

/** Une colonne figée qui nomme encore ; `derniere` : le jour de la plus récente de ses lignes, quand ce sont des preuves. */
export type FigeTrouve = {
  readonly lieu: string
  readonly nombre: number
  readonly pourquoi: string
  readonly derniere: DateCivile | null
}
/** Avec le jour où la dernière ligne n’a plus à être gardée, ou ce dont dépend sa fin. */
export type Fige = Omit<FigeTrouve, 'derniere'> & {
  readonly terme?: DateCivile
  readonly tant?: string
}

const preuves: Readonly<Record<string, readonly Categorie[]>> = {
  emargement: ['realisation'],
  documents: ['comptable', 'realisation', 'engagement', 'remise', 'representation', 'discipline'],
  bpf: ['comptable'],
  mutualisation: ['comptable', 'engagement'],
}
const fins: Readonly<Record<string, string>> = {
  catalogue: 'tant que l’offre existe',
  organisme: 'tant que la coopérative la déclare',
  compte: 'tant que le compte existe',
  tiers: 'jusqu’à l’effacement de cette autre personne',
}

/**
 * La plus longue des durées qui peuvent tenir une de ces lignes, quel qu’en soit le financeur, comptée de la plus récente : « au plus tard ».
 */
export const direLaFin = (f: FigeTrouve, regles: readonly Regle[], jour: DateCivile): Fige => {
  const { derniere, ...reste } = f
  const [schema = ''] = f.lieu.split('.')
  const categories = preuves[schema]
  if (derniere === null || !categories)
    return { ...reste, tant: fins[schema] ?? 'tant que cette ligne existe' }
  const financeurs = [...new Set(regles.flatMap((r) => r.financeur ?? []))]
  const termes = categories.map((c) => termeDe(regleDe(regles, c, financeurs, jour), derniere))
  return { ...reste, terme: termes.reduce((a, b) => (a > b ? a : b)) }
}
