import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { GroupementId, SignatureDeMembre } from '../domain/groupement.ts'

/** Ce que parle le lien : la demande d’un membre à qui l’engage. */
export type DemandeDeConventionId = Id<'SignatureDeConvention'>

export const signaturesDe = async (tx: TenantTx, id: GroupementId): Promise<SignatureDeMembre[]> =>
  (
    await sql<SignatureDeMembre>`select organisme_id as organisme, version, nom, qualite, courriel, le, signee_le as "signeeLe", consentement,
        empreinte, refusee_le as "refuseeLe", motif from porte.signatures_de_convention(${id}::uuid)`.execute(
      tx,
    )
  ).rows

/** Le papier figé d’une version, et son empreinte. */
export const papierFige = async (tx: TenantTx, id: GroupementId, version: number): Promise<string | null> =>
  (
    await sql<{ papier: string | null }>`select papier from marches.convention
      where groupement_id = ${id}::uuid and version = ${version}`.execute(tx)
  ).rows[0]?.papier ?? null

/** La convention que fait lire un lien ; `code` : l’empreinte de celui qui est parti. */
export type ConventionASigner = {
  readonly id: DemandeDeConventionId
  readonly cooperative: string
  readonly objet: string
  readonly version: number
  readonly nom: string
  readonly qualite: string
  readonly courriel: string
  readonly code: string | null
  readonly codeLe: Date | null
  readonly essais: number
  readonly codes: number
  readonly signeeLe: Date | null
  readonly consentement: string | null
  readonly refuseeLe: Date | null
  readonly motif: string
  readonly papier: string
  readonly empreinte: string
  readonly le: Date
}
/** Par son lien, `demande` ne sert pas : la base sait de quoi il parle. Une tâche la nomme. */
export const conventionASigner = async (
  tx: TenantTx,
  demande: DemandeDeConventionId | null = null,
): Promise<ConventionASigner | undefined> =>
  (
    await sql<ConventionASigner>`select id, cooperative, objet, version, nom, qualite, courriel, code, code_le as "codeLe", code_essais as essais,
        codes, signee_le as "signeeLe", consentement, refusee_le as "refuseeLe", motif, papier, empreinte, le
      from porte.convention_a_signer(${demande}::uuid)`.execute(tx)
  ).rows[0]
