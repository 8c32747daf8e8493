/** Ce que la CAE demande à la qualité d’une enseigne : ce qui manque à ses sessions, et ses supports. */
import type { TenantTx } from '#platform/db/index.ts'
import { listerFaits } from '../db/mesures.queries.ts'
import { codesDuCadre, lireRegard } from './lire-score.ts'

export { listerSupports as supportsDeLEnseigne } from '../db/supports.ts'

/** Combien de preuves manquent à chacune de ces sessions, au cadre d’aujourd’hui. */
export const trousDesSessions = async (
  tx: TenantTx,
  sessions: readonly string[],
  maintenant: Date,
): Promise<ReadonlyMap<string, number>> => {
  if (sessions.length === 0) return new Map()
  const regard = await lireRegard(tx, maintenant)
  const faits = await listerFaits(tx, regard, codesDuCadre(regard.cadre), {
    tenus: false,
    sessions,
    max: 20_000,
  })
  const parSession = Map.groupBy(
    faits.flatMap((f) => f.session ?? []),
    (s) => s,
  )
  return new Map([...parSession].map(([s, l]) => [s, l.length]))
}
