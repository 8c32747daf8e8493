import { verrouillerConstats } from '#modules/controles/index.ts'
import { verrouillerFeuilles } from '#modules/emargement/index.ts'
import { lireSession, type SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'

/** La session, ses feuilles, ses constats, tenus jusqu’à la fin ; faux : elle a changé depuis que la page l’a lue. */
export const figer = async (tx: TenantTx, session: SessionLue): Promise<boolean> => {
  const tenue = await lireSession(tx, session.id, { verrouiller: true })
  await verrouillerFeuilles(tx, session.id)
  await verrouillerConstats(tx, session.id)
  return tenue?.revision === session.revision
}
