import { sql } from 'kysely'
import type { MaintenanceTx } from '#platform/db/index.ts'

/** Le temps de la jouer, les portes croient l'heure des récits : ils se déroulent avant aujourd'hui. */
export const libererLHorloge = async (tx: MaintenanceTx): Promise<void> => {
  await sql`insert into plateforme.horloge_libre default values on conflict (seul) do update set depuis = excluded.depuis`.execute(
    tx,
  )
}
export const reprendreLHorloge = async (tx: MaintenanceTx): Promise<void> => {
  await sql`delete from plateforme.horloge_libre`.execute(tx)
}
/** Une démonstration s’administre sans second facteur ; la base, elle aussi, le sait. */
export const marquerLaDemonstration = async (tx: MaintenanceTx): Promise<void> => {
  await sql`insert into plateforme.demonstration default values on conflict do nothing`.execute(tx)
}
export const oublierLaDemonstration = async (tx: MaintenanceTx): Promise<void> => {
  await sql`delete from plateforme.demonstration`.execute(tx)
}

/** Le dernier courriel déposé, tel que gardé. */
export const dernierCourriel = async (tx: MaintenanceTx) =>
  (
    await sql<{
      id: string
      chiffre: Buffer
    }>`select id, chiffre from plateforme.courriel where chiffre is not null
      order by depose_le desc, id desc limit 1`.execute(tx)
  ).rows[0]
