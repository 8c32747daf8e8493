import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { PersonneId } from '#kernel/id.ts'
import type { GenreFinanceur } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Passerelle } from '#platform/sms/passerelle.ts'

/** Ce que la coopérative règle de la signature, pour les demi-journées de ce jour et d’après. */
export type Reglage = {
  readonly avanceMin: number
  readonly codeAuLien: boolean
  readonly codeFinanceurs: readonly GenreFinanceur[]
}

/** Le réglage qui vaut ce jour-là. */
export const lireReglage = async (tx: TenantTx, jour: DateCivile): Promise<Reglage> => {
  const { rows } = await sql<{ avanceMin: number; codeAuLien: boolean; codeFinanceurs: string[] }>`
    select emargement.ouvre_avant((select app.organisme()), ${jour}::date) as "avanceMin", coalesce(r.code_au_lien, false) as "codeAuLien",
      coalesce(r.code_financeurs, '{}') as "codeFinanceurs"
    from (values (1)) as toujours left join (select code_au_lien, code_financeurs from emargement.reglage
      where organisme_id = (select app.organisme()) and depuis <= ${jour}::date order by depuis desc limit 1) r on true`.execute(
    tx,
  )
  return rows[0] as Reglage
}

export type PasserellePosee = Omit<Passerelle, 'cle'> & {
  /** La clé, chiffrée sous celles de l’instance. */
  readonly cle: Uint8Array
  readonly poseeLe: Date
}

/** La passerelle SMS de la coopérative ; rien : aucun SMS ne part. */
export const lirePasserelle = async (tx: TenantTx): Promise<PasserellePosee | undefined> => {
  const { rows } = await sql<{
    adresse: string
    format: string
    corps: string
    enTete: string
    cle: Buffer
    poseeLe: Date
  }>`
    select adresse, format, corps, en_tete as "enTete", cle, posee_le as "poseeLe" from emargement.passerelle_sms
    where organisme_id = (select app.organisme())`.execute(tx)
  return rows[0] as PasserellePosee | undefined
}

export type MoyensDuCode = {
  readonly courriel: string | null
  readonly telephone: string | null
  /** La coopérative a une passerelle SMS. */
  readonly sms: boolean
}
/** À qui part le code de ce lien ; rien s’il n’en demande pas. `empreinte` : celle du jeton. */
export const lireCodeDuLien = async (tx: TenantTx, empreinte: Buffer): Promise<MoyensDuCode | undefined> => {
  const { rows } = await sql<{ courriel: string | null; telephone: string | null; sms: boolean }>`
    select courriel, telephone, sms from porte.code_du_lien(${empreinte}::bytea)`.execute(tx)
  return rows[0]
}

/** Le téléphone d’une personne, tel que sa fiche le dit. */
export const telephoneDe = async (tx: TenantTx, personne: PersonneId): Promise<string | null> => {
  const { rows } = await sql<{ telephone: string | null }>`select telephone from tiers.personne
    where organisme_id = (select app.organisme()) and id = ${personne}::uuid`.execute(tx)
  return rows[0]?.telephone ?? null
}
