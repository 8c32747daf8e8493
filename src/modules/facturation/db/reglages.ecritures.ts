import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { Reglages } from './reglages.ts'

/** Faux : quelqu’un a réglé entre-temps. */
export const garderReglages = async (tx: TenantTx, r: Reglages, le: Date): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into facturation.reglage as g (iban, bic, titulaire, rcs, capital, penalites, escompte,
      debits, relance_jours, modifie_le, penalites_points)
    values (${r.iban}, ${r.bic}, ${r.titulaire}, ${r.rcs}, ${r.capital}, ${r.penalites}, ${r.escompte}, ${r.debits},
      ${`{${r.relances.join(',')}}`}::smallint[], ${le}::timestamptz, ${r.tauxPenalites})
    on conflict (organisme_id) do update set iban = excluded.iban, bic = excluded.bic, titulaire = excluded.titulaire,
      rcs = excluded.rcs, capital = excluded.capital, penalites = excluded.penalites, escompte = excluded.escompte,
      debits = excluded.debits, relance_jours = excluded.relance_jours, modifie_le = excluded.modifie_le,
      modifie_par = excluded.modifie_par, penalites_points = excluded.penalites_points, version = g.version + 1
      where g.version = ${r.version}`.execute(tx)
  return (numAffectedRows ?? 0n) > 0n
}
