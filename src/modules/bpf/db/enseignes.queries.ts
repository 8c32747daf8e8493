import { sql } from 'kysely'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'

export type EnseigneTenue = { readonly id: ActiviteId; readonly nom: string }

/** Les enseignes de qui n’agit pas pour toute la coopérative ; aucune, de qui agit pour toutes. */
export const enseignesDeQuiLit = async (tx: TenantTx): Promise<EnseigneTenue[]> =>
  (
    await sql<EnseigneTenue>`select id, nom from organisme.activite
      where organisme_id = (select app.organisme()) and not (select app.toutes_activites()) and id = any ((select app.activites())::uuid[]) order by nom, id`.execute(
      tx,
    )
  ).rows

/** Les sessions que ce compte anime ou conduit : celles qu’il peut compléter. */
export const sessionsDuCompte = async (tx: TenantTx, compte: PersonneId): Promise<ReadonlySet<string>> =>
  new Set(
    (
      await sql<{
        id: string
      }>`select id from sessions.session where organisme_id = (select app.organisme()) and formateur_id = ${compte}::uuid
        union select x.session_id from sessions.affectation f join sessions.seance x on x.organisme_id = f.organisme_id and x.id = f.seance_id
          where f.organisme_id = (select app.organisme()) and f.compte_id = ${compte}::uuid`.execute(tx)
    ).rows.map((r) => r.id),
  )
