import { sql } from 'kysely'
import { composee, type TenantTx, uneFois } from '#platform/db/index.ts'
import type { GesteDeSession } from '../domain/changements.ts'
import type { Instantane } from '../domain/instantane.ts'
import type { SessionId } from '../domain/ou-et-qui.ts'

/** Ce qui se lit d’une fois des changements d’une session. */
const gestesAuPlus = 500

/** Ce que le journal garde des changements de cette session après cet instant, dans l’ordre. */
export const gestesDepuis = async (tx: TenantTx, session: SessionId, depuis: Date): Promise<GesteLu[]> =>
  (await gestesApres(tx, session, depuis)).rows.map((g) => ({
    ...g,
    seances: Array.isArray(g.seances) ? null : g.seances,
  }))

type GesteLu = GesteDeSession & { readonly le: Date }
const gestesApres = composee(
  (
    session: SessionId,
    depuis: Date,
  ) => sql<GesteLu>`select fait_le as le, details -> 'lieu' as lieu, details -> 'seances' as seances,
        details -> 'animent' as animent, details -> 'ou' as salles, details -> 'lienConnexion' as lien,
        details -> 'modalites' as modalites
      from journal.geste where objet_id = ${session}::uuid and module = 'sessions'
        and geste in ('modifier-session', 'changer-dates-session', 'affecter-seance') and fait_le > ${depuis}
      order by fait_le, id limit ${gestesAuPlus}`,
)

/** Le dernier geste du module sur cette session, s’il garde ce qu’elle était avant lui (`instantane`). */
export const dernierChangement = async (
  tx: TenantTx,
  session: SessionId,
): Promise<{ readonly le: Date; readonly avant: Instantane } | undefined> =>
  (await dernierDe(tx, session)).rows.find((g): g is { le: Date; avant: Instantane } => g.avant !== null)

const dernierDe = composee(
  (session: SessionId) => sql<{
    le: Date
    avant: Instantane | null
  }>`select fait_le as le, details -> 'avant' as avant
      from journal.geste where objet_id = ${session}::uuid and module = 'sessions'
      order by fait_le desc, id desc limit 1`,
)

/** Pour montrer seulement : il part avec la page de la session. Qui défait le relit sous verrou. */
export const changementUneFois = uneFois((tx, session) => dernierChangement(tx, session as SessionId))

/** Tous, partis avec la page de la session, qui en choisit ensuite ceux d’après un instant. */
export const gestesUneFois = uneFois((tx, session) => gestesDepuis(tx, session as SessionId, new Date(0)))
/** Les mêmes que `gestesDepuis`, de ce que la page a déjà lu. Pour montrer seulement. */
export const gestesLusDepuis: typeof gestesDepuis = async (tx, session, depuis) => {
  const tous = await gestesUneFois(tx, session)
  return tous.length < gestesAuPlus ? tous.filter((g) => g.le > depuis) : gestesDepuis(tx, session, depuis)
}
