import { sql } from 'kysely'
import type { QuiLit, Siens } from '#modules/documents/index.ts'
import { objetsSiens } from '#modules/inscriptions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'

/**
 * Tout ce dont parlent les pièces de quelqu’un : ses sessions, dossiers et inscriptions, puis les factures de ces sessions et de ces clients,
 * et celles, sans session, de l’enseigne pour laquelle il agit.
 */
export const objetsEtFacturesSiens = async (tx: TenantTx, qui: QuiLit): Promise<Siens> => {
  const { anime, suit } = await objetsSiens(tx, qui)
  const tableau = (ids: ReadonlySet<string>) => sql`${`{${[...ids].join(',')}}`}::uuid[]`
  const { rows } = await sql<{ id: string; relation: 'anime' | 'suit' | 'enseigne' }>`
    select f.id, r.relation from facturation.facture f
      cross join lateral (values ('anime', f.session_id = any (${tableau(anime)})), ('suit', f.dossier_id = any (${tableau(suit)})),
        ('enseigne', f.session_id is null and f.activite_id = ${qui.enseigne?.id ?? null}::uuid)) r (relation, vrai)
    where f.organisme_id = (select app.organisme()) and r.vrai`.execute(tx)
  const factures = (relation: string) => rows.filter((l) => l.relation === relation).map((l) => l.id)
  return {
    anime: new Set([...anime, ...factures('anime')]),
    suit: new Set([...suit, ...factures('suit')]),
    enseigne: new Set(factures('enseigne')),
  }
}
