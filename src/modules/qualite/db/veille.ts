import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'

/** Ce que la coopérative a écrit d’une source partagée : sa ligne, et où en est sa décision. */
export type Reprise = {
  /** L’identifiant de la source, au pôle. */
  readonly veille: string
  readonly ligne: string
  readonly genre: string
  readonly decision: string
  /** La décision a sa raison écrite. */
  readonly motivee: boolean
  readonly le: string
}

/** Les reprises, par source : la première écriture d’une ligne dit d’où elle vient, la dernière où elle en est. */
export const lireReprises = async (tx: TenantTx): Promise<ReadonlyMap<string, Reprise>> => {
  const { rows } = await sql<Reprise>`
    select d.contenu ->> 'veille' as veille, r.id as ligne, r.genre, coalesce(r.contenu ->> 'decision', '') as decision,
      coalesce(r.contenu ->> 'motif', '') <> '' as motivee, r.le::text as le
    from qualite.registre d join lateral (select x.* from qualite.registre x where x.organisme_id = d.organisme_id and x.id = d.id
        order by x.rang desc limit 1) r on true
    where d.organisme_id = (select app.organisme()) and d.rang = 1 and d.genre in ('veille-legale', 'veille-metiers', 'veille-pedagogie')
      and d.contenu ? 'veille' and not r.retire`.execute(tx)
  return new Map(rows.map((r) => [r.veille, r]))
}
