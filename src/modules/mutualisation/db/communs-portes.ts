/** Chaque porte répond d’un mot : ce qui s’est fait, ou pourquoi rien n’a bougé (`direRefusDuCommun`). */
import { type RawBuilder, sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { FormeDeCommun, MembreCommunId } from '../domain/communs.ts'

const mot = async (tx: TenantTx, appel: RawBuilder<{ r: string }>): Promise<string> =>
  (await appel.execute(tx)).rows[0]?.r ?? 'refuse'

export const ecrireRegle = (tx: TenantTx, texte: string, forme: FormeDeCommun, le: Date) =>
  mot(tx, sql<{ r: string }>`select porte.commun_regler(${texte}, ${forme}, ${le}::timestamptz) as r`)
/** Sans enseigne, dit seulement si cela se peut (« pret »). */
export const inviterAuCommun = (
  tx: TenantTx,
  id: MembreCommunId,
  siret: string,
  enseigne: ActiviteId | null,
  le: Date,
) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.commun_inviter(${id}::uuid, ${siret}, ${enseigne}::uuid, ${le}::timestamptz) as r`,
  )
/** L’enseigne ouverte que cette coopérative avait déjà chez nous. */
export const enseigneConnue = async (tx: TenantTx, siret: string): Promise<ActiviteId | null> =>
  (await sql<{ id: ActiviteId | null }>`select porte.commun_enseigne(${siret}) as id`.execute(tx)).rows[0]
    ?.id ?? null
export const repondreAuCommun = (tx: TenantTx, id: MembreCommunId, oui: boolean, rang: number, le: Date) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.commun_repondre(${id}::uuid, ${oui}, ${rang}::integer, ${le}::timestamptz) as r`,
  )
export const sortirDuCommun = (tx: TenantTx, id: MembreCommunId, motif: string, le: Date) =>
  mot(tx, sql<{ r: string }>`select porte.commun_sortir(${id}::uuid, ${motif}, ${le}::timestamptz) as r`)
