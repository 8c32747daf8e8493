import { sql } from 'kysely'
import { composee, type TenantTx } from '#platform/db/index.ts'
import { asGenre, type Genre, listeGenres } from '../domain/genres.ts'
import { type Reglage, reglageParDefaut } from '../domain/moments.ts'

type Ligne = { automatiques: string[]; ecarts: unknown; relances: number[]; seuil: number }

const ecartsDe = (brut: unknown): Reglage['ecarts'] => {
  const o = typeof brut === 'object' && brut !== null ? (brut as Record<string, unknown>) : {}
  return Object.fromEntries(
    listeGenres.flatMap((g): [Genre, number][] => {
      const n = o[g]
      return typeof n === 'number' && Number.isInteger(n) ? [[g, n]] : []
    }),
  )
}

const dIci = composee(
  () => sql<Ligne>`select automatiques, ecarts, relances, seuil_anonyme as seuil from questionnaires.reglage`,
)

/** Ce que la coopérative a réglé ; à défaut, ce que l’on propose. */
export const lireReglage = async (tx: TenantTx): Promise<Reglage> => {
  const [l] = (await dIci(tx)).rows
  return l
    ? {
        automatiques: l.automatiques.flatMap((g) => asGenre(g) ?? []),
        ecarts: ecartsDe(l.ecarts),
        relances: l.relances,
        seuilAnonyme: l.seuil,
      }
    : reglageParDefaut
}
