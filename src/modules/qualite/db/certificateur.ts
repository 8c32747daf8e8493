import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { Regarde } from './population.ts'
import { population } from './population.ts'

type ActiviteDecrite = {
  readonly sessions: number
  readonly stagiaires: number
  readonly distance: number
  readonly certifiantes: number
  /** Confiées à une autre structure. */
  readonly confiees: number
  /** Faites pour un autre organisme. */
  readonly recues: number
}

/** Ce que le certificateur demande de l’activité, compté sur les sessions du cadre. */
export const decrireActivite = async (tx: TenantTx, r: Regarde): Promise<ActiviteDecrite> => {
  const { rows } = await sql<ActiviteDecrite>`with ${population(r, [])}
    select count(*)::int4 as sessions, coalesce(sum((select count(*) from i where i.session_id = p.id)), 0)::int4 as stagiaires,
      count(*) filter (where p.modalite in ('distance', 'mixte'))::int4 as distance, count(*) filter (where p.certifiante)::int4 as certifiantes,
      count(*) filter (where exists (select from a where a.session_id = p.id and a.tenue and a.confiee_a_id is not null))::int4 as confiees,
      count(*) filter (where exists (select from inscriptions.dossier d where d.organisme_id = p.organisme_id and d.session_id = p.id
        and d.regime = 'sous-traitance-recue'))::int4 as recues
    from p`.execute(tx)
  return rows[0] ?? { sessions: 0, stagiaires: 0, distance: 0, certifiantes: 0, confiees: 0, recues: 0 }
}

type DernierBpf = {
  readonly debut: string
  readonly fin: string
  readonly transmisLe: string
  readonly recepisse: string
}

/** Le dernier bilan pédagogique et financier transmis. */
export const lireDernierBpf = async (tx: TenantTx): Promise<DernierBpf | undefined> =>
  (
    await sql<DernierBpf>`select debut::text, fin::text, transmis_le::text as "transmisLe", recepisse from bpf.depot
      where organisme_id = (select app.organisme()) order by fin desc, rang desc limit 1`.execute(tx)
  ).rows[0]
