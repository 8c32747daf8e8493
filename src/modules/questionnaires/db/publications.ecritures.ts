import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { Mesure, Publication } from './publications.ts'

/** La nouvelle remplace l’ancienne de la même mesure, qui reste lisible dans la base. */
export const insererPublication = async (
  tx: TenantTx,
  p: Publication & { readonly activite: string },
): Promise<boolean> => {
  await retirerPublication(tx, p.offre, p.mesure, p.publieeLe)
  const { numAffectedRows } =
    await sql`insert into questionnaires.publication (id, activite_id, offre_id, mesure, libelle, formule, du, au, valeur_milliemes, numerateur, denominateur,
      interroges, repondants, publiee_le)
    values (${p.id}, ${p.activite}, ${p.offre}, ${p.mesure}, ${p.libelle}, ${p.formule}, ${p.du}, ${p.au}, ${p.valeurMilliemes}, ${p.numerateur},
      ${p.denominateur}, ${p.interroges}, ${p.repondants}, ${p.publieeLe}) on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

export const retirerPublication = async (
  tx: TenantTx,
  offre: string,
  mesure: Mesure,
  le: Date,
): Promise<boolean> => {
  const { numAffectedRows } = await sql`update questionnaires.publication set retiree_le = ${le}
    where organisme_id = (select app.organisme()) and offre_id = ${offre} and mesure = ${mesure} and retiree_le is null`.execute(
    tx,
  )
  return (numAffectedRows ?? 0n) > 0n
}
