/** Chaque porte répond d’un mot (`direRefusDeRetour`). */
import { type RawBuilder, sql } from 'kysely'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import type { MissionId } from '../domain/missions.ts'
import type { RetourId } from '../domain/retours.ts'

const mot = async (tx: TenantTx, appel: RawBuilder<{ r: string }>): Promise<string> =>
  (await appel.execute(tx)).rows[0]?.r ?? 'refuse'

export const ecrireRetour = (tx: TenantTx, id: RetourId, mission: MissionId, texte: string, le: Date) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.retour_ecrire(${id}::uuid, ${mission}::uuid, ${texte}, ${le}::timestamptz) as r`,
  )
export const repondreAuRetour = (tx: TenantTx, id: RetourId, reponse: string, partage: boolean, le: Date) =>
  mot(
    tx,
    sql<{
      r: string
    }>`select porte.retour_repondre(${id}::uuid, ${reponse}, ${partage}, ${le}::timestamptz) as r`,
  )
export const oterRetour = (tx: TenantTx, id: RetourId) =>
  mot(tx, sql<{ r: string }>`select porte.retour_oter(${id}::uuid) as r`)
/** Efface ceux de plus de douze mois ; combien. Pour la tâche de fond seule. */
export const expirerRetours = async (tx: PublicTx, limite: number, le: Date): Promise<number> =>
  (await sql<{ n: number }>`select porte.retours_expirer(${limite}, ${le}::timestamptz) as n`.execute(tx))
    .rows[0]?.n ?? 0
