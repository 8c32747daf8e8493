import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { Reglage } from '../domain/moments.ts'

export const garderReglage = async (tx: TenantTx, r: Reglage, le: Date): Promise<void> => {
  const [auto, relances] = [`{${r.automatiques.join(',')}}`, `{${r.relances.join(',')}}`]
  await sql`insert into questionnaires.reglage as x (automatiques, ecarts, relances, seuil_anonyme, modifie_le)
    values (${auto}::text[], ${JSON.stringify(r.ecarts)}, ${relances}::smallint[], ${r.seuilAnonyme}, ${le})
    on conflict (organisme_id) do update set automatiques = excluded.automatiques, ecarts = excluded.ecarts, relances = excluded.relances,
      seuil_anonyme = excluded.seuil_anonyme, modifie_le = excluded.modifie_le, modifie_par = app.personne()`.execute(
    tx,
  )
}
