import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Declaration } from '../domain/cpf.ts'
import type { DossierId } from '../domain/dossier.ts'
import type { InscriptionId } from './inscriptions.queries.ts'

export const poserDeclaration = async (
  tx: TenantTx,
  inscription: InscriptionId,
  quoi: Declaration,
  le: DateCivile,
): Promise<void> => {
  await sql`update inscriptions.inscription set
      cpf_entree_declaree_le = case when ${quoi} = 'entree' then ${le}::date else cpf_entree_declaree_le end,
      cpf_sortie_declaree_le = case when ${quoi} = 'sortie' then ${le}::date else cpf_sortie_declaree_le end
    where organisme_id = (select app.organisme()) and id = ${inscription}::uuid`.execute(tx)
}

/** Le numéro de dossier de la plateforme, sur chaque ligne que le compte paie ; qui reprenait le dossier entre-temps le relira. */
export const poserNumero = async (tx: TenantTx, dossier: DossierId, numero: string): Promise<void> => {
  await sql`update inscriptions.financement set accord_reference = ${numero}
    where organisme_id = (select app.organisme()) and dossier_id = ${dossier}::uuid and dispositif = 'cdc-cpf'`.execute(
    tx,
  )
  await sql`update inscriptions.dossier set version = version + 1
    where organisme_id = (select app.organisme()) and id = ${dossier}::uuid`.execute(tx)
}
