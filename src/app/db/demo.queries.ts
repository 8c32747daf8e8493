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
