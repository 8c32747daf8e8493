import type { DateCivile } from '#kernel/dates.ts'
import { piecesSuivies } from '#modules/documents/index.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { SuiteDeSession } from '#web/contributions.ts'
import { filsDesSessions } from '../db/fils-des-sessions.queries.ts'
import { suiteDeListe } from '../domain/suite-de-liste.ts'
import { gesteDuFil, type PeutAgir } from './geste-du-fil.ts'

/** Le geste qui suit de chacune de ces sessions, comme sa page le dirait ; absent : aucun geste ne reste avant elle. */
export const suitesDesSessions = async (
  tx: TenantTx,
  sessions: readonly {
    readonly id: SessionId
    readonly debut: DateCivile | null
    readonly ouverte: boolean
    readonly finie: boolean
  }[],
  jour: DateCivile,
  peut: PeutAgir,
): Promise<ReadonlyMap<SessionId, SuiteDeSession>> => {
  if (sessions.length === 0) return new Map()
  const fils = await filsDesSessions(
    tx,
    sessions.map((s) => s.id),
  )
  const pieces = Map.groupBy(
    await piecesSuivies(
      tx,
      fils.flatMap((f) => [...f.dossiers, ...f.gens].map((o) => o.id)),
    ),
    (p) => p.objet,
  )
  const lus = new Map(fils.map((f) => [f.session, f]))
  return new Map(
    sessions.flatMap((s) => {
      const f = lus.get(s.id)
      const suite =
        f &&
        suiteDeListe(
          {
            ...f,
            ...s,
            pieces: [...f.dossiers, ...f.gens].flatMap((o) => pieces.get(o.id) ?? []),
          },
          jour,
        )
      return suite ? [[s.id, gesteDuFil(s.id, suite, peut)] as const] : []
    }),
  )
}
