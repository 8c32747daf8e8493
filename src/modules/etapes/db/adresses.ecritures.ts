import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'

export const marquerEnDefaut = async (
  tx: TenantTx,
  d: {
    readonly cle: Buffer
    readonly personne: string | null
    readonly origine: 'serveur' | 'equipe'
    readonly refus?: string
    readonly le: Date
  },
): Promise<void> => {
  await sql`insert into etapes.adresse as x (cle, personne_id, origine, refus, depuis)
    values (${d.cle}, ${d.personne}::uuid, ${d.origine}, ${d.refus ?? null}, ${d.le})
    on conflict (organisme_id, cle) do update set personne_id = coalesce(excluded.personne_id, x.personne_id), origine = excluded.origine,
      refus = excluded.refus, depuis = excluded.depuis, par = excluded.par, levee_le = null, levee_par = null
      where x.levee_le is not null`.execute(tx)
}

export const leverLeDefaut = async (tx: TenantTx, cle: Buffer, le: Date): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`update etapes.adresse set levee_le = ${le}, levee_par = (select app.personne())
    where organisme_id = (select app.organisme()) and cle = ${cle} and levee_le is null`.execute(tx)
  return (numAffectedRows ?? 0n) > 0n
}
