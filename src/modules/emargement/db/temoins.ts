import { sql } from 'kysely'
import { asId, type OrganismeId } from '#kernel/id.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'

export type Temoignage = {
  /** Vrai : ils témoignent pour nous ; faux : nous pour eux. */
  readonly nous: boolean
  readonly organisme: OrganismeId
  readonly nom: string
  readonly etat: 'demande' | 'accepte' | 'refuse' | 'retire'
  readonly demandeLe: Date
  readonly gardes: number
  readonly dernier: number
  readonly contresignes: number
  readonly contredits: number
}

export const lireTemoins = async (tx: TenantTx): Promise<Temoignage[]> => {
  const { rows } =
    await sql<Temoignage>`select nous, organisme_id as organisme, nom, etat, demande_le as "demandeLe", gardes,
    dernier, contresignes, contredits from porte.temoins()`.execute(tx)
  return rows
}

export const candidatsTemoins = async (tx: TenantTx): Promise<{ organisme: OrganismeId; nom: string }[]> => {
  const { rows } = await sql<{
    organisme: OrganismeId
    nom: string
  }>`select organisme_id as organisme, nom from porte.candidats_temoins()`.execute(tx)
  return rows
}

const vrai = async (q: ReturnType<typeof sql<{ r: boolean }>>, tx: TenantTx): Promise<boolean> =>
  (await q.execute(tx)).rows[0]?.r === true

export const demanderTemoin = (tx: TenantTx, temoin: OrganismeId, le: Date): Promise<boolean> =>
  vrai(sql<{ r: boolean }>`select porte.demander_temoin(${temoin}::uuid, ${le}::timestamptz) as r`, tx)

export const repondreTemoin = (tx: TenantTx, pour: OrganismeId, oui: boolean, le: Date): Promise<boolean> =>
  vrai(
    sql<{ r: boolean }>`select porte.repondre_temoin(${pour}::uuid, ${oui}::bool, ${le}::timestamptz) as r`,
    tx,
  )

export const retirerTemoin = (tx: TenantTx, autre: OrganismeId, le: Date): Promise<boolean> =>
  vrai(sql<{ r: boolean }>`select porte.retirer_temoin(${autre}::uuid, ${le}::timestamptz) as r`, tx)

/** Porte aux témoins ce qu’ils n’ont pas ; rend ceux qui ont à contresigner. */
export const deposerJalons = async (tx: TenantTx): Promise<OrganismeId[]> => {
  const { rows } = await sql<{ t: OrganismeId }>`select t from porte.deposer_jalons() as t`.execute(tx)
  return rows.map((r) => r.t)
}

export const registresAJalonner = async (tx: PublicTx): Promise<OrganismeId[]> => {
  const { rows } = await sql<{ o: string }>`select o from porte.registres_a_jalonner() as o`.execute(tx)
  return rows.flatMap((r) => asId<'Organisme'>(r.o) ?? [])
}

/** La clé dont un organisme contresigne les jalons d’un autre. */
export const cleDeTemoin = (keys: Pick<Keys, 'signataire'>, temoin: OrganismeId) =>
  keys.signataire(`temoin:${temoin}`)
