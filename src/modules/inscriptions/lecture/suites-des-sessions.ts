import type { DateCivile } from '#kernel/dates.ts'
import { piecesEnListe } from '#modules/documents/index.ts'
import type { DesSessions, SessionId } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { SuiteDeSession } from '#web/contributions.ts'
import { filsDesSessions } from '../db/fils-des-sessions.queries.ts'
import { objetsDesSessions } from '../db/objets.queries.ts'
import { suiteDeListe } from '../domain/suite-de-liste.ts'
import { gesteDuFil, type PeutAgir } from './geste-du-fil.ts'

/**
 * Le geste qui suit de chacune de ces sessions, comme sa page le dirait ; absent : aucun geste ne reste avant elle. Lu d’un envoi, avec ce
 * que l’appelant demande dans le même pas.
 */
export const suitesDesSessions = async (
  tx: TenantTx,
  sessions: DesSessions,
  jour: DateCivile,
  peut: PeutAgir,
): Promise<
  (session: {
    readonly id: SessionId
    readonly debut: DateCivile | null
    readonly ouverte: boolean
    readonly finie: boolean
  }) => SuiteDeSession | undefined
> => {
  const [lus, suivies] = await Promise.all([
    filsDesSessions(tx, sessions),
    piecesEnListe(tx, objetsDesSessions(sessions)),
  ])
  const pieces = Map.groupBy(suivies, (p) => p.objet)
  const fils = new Map(lus.map((f) => [f.session, f]))
  return (s) => {
    const f = fils.get(s.id)
    const suite =
      f &&
      suiteDeListe(
        { ...f, ...s, pieces: [...f.dossiers, ...f.gens].flatMap((o) => pieces.get(o.id) ?? []) },
        jour,
      )
    return suite && gesteDuFil(s.id, suite, peut)
  }
}
