import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { ReunionId } from '../domain/rencontre.ts'
import type { RetourSur } from '../domain/retour-sur.ts'
import type { PoleId } from './poles.ts'

/** Publie une version de plus, et retire la précédente : l'ancienne reste en base, le public ne lit que la dernière. */
export const publierRetour = async (
  tx: TenantTx,
  r: {
    readonly id: Id<'Retour'>
    readonly pole: PoleId
    readonly reunion: ReunionId
    readonly adresse: string
    readonly contenu: RetourSur
  },
  le: Date,
): Promise<void> => {
  // Le même envoi, deux fois : la version est déjà en ligne.
  const deja = await sql`select from pole.retour where id = ${r.id}`.execute(tx)
  if (deja.rows.length > 0) return
  const { rows } = await sql<{ version: number }>`select coalesce(max(version), 0) + 1 as version
    from pole.retour where reunion_id = ${r.reunion}`.execute(tx)
  await sql`select porte.retirer_retours(${r.pole}::uuid, ${r.reunion}::uuid, ${le}::timestamptz)`.execute(tx)
  await sql`insert into pole.retour (id, pole_id, reunion_id, version, adresse, contenu, publie_le)
    values (${r.id}, ${r.pole}, ${r.reunion}, ${rows[0]?.version ?? 1}, ${r.adresse}, ${JSON.stringify(r.contenu)}, ${le})`.execute(
    tx,
  )
}
