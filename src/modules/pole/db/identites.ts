/** L'identité des coopératives arrivées d'elles-mêmes, que l'Union ou un pôle vise. */
import { sql } from 'kysely'
import type { OrganismeId } from '#kernel/id.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'

export type IdentiteAViser = {
  readonly organisme: OrganismeId
  readonly nom: string
  readonly siret: string
  readonly ville: string
  readonly arriveeLe: Date
  /** Qui parle pour elle, et son adresse, prouvée. */
  readonly personne: string
  readonly courriel: string
  /** Les coopératives d'ici qui portent le même nom ou le même SIREN. */
  readonly homonymes: readonly string[]
}

export const identitesAViser = async (tx: TenantTx): Promise<readonly IdentiteAViser[]> => {
  const { rows } =
    await sql<IdentiteAViser>`select organisme_id as organisme, nom, siret, ville, arrivee_le as "arriveeLe", personne, courriel,
    homonymes from porte.identites_a_viser()`.execute(tx)
  return rows
}

/** Une coopérative de ce SIREN est déjà ici (`siren`), ou une autre en porte le nom (`nom`). */
export const dejaIci = async (tx: PublicTx, siret: string, nom: string): Promise<'siren' | 'nom' | null> => {
  const { rows } = await sql<{
    r: 'siren' | 'nom' | null
  }>`select porte.deja_ici(${siret}, ${nom}) as r`.execute(tx)
  return rows[0]?.r ?? null
}

/** Vrai sitôt que l'Union, ou un pôle, a répondu de notre coopérative ; vrai aussi de celles que l'Union a créées. */
export const notreIdentiteEstVisee = async (tx: TenantTx): Promise<boolean> => {
  const { rows } = await sql<{ r: boolean }>`select porte.mon_identite_est_visee() as r`.execute(tx)
  return rows[0]?.r ?? false
}

/** Vrai si elle attendait ce visa. Refusé par la base (42501) à qui n'administre pas l'instance. */
export const viserIdentite = async (tx: TenantTx, organisme: OrganismeId, le: Date): Promise<boolean> => {
  const { rows } = await sql<{
    r: boolean
  }>`select porte.viser_identite(${organisme}::uuid, ${le}::timestamptz) as r`.execute(tx)
  return rows[0]?.r ?? false
}
