import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { GroupementId } from '../domain/groupement.ts'
import type { DemandeDeConventionId } from './convention.ts'

export const demanderSignature = async (
  tx: TenantTx,
  groupement: GroupementId,
  d: {
    readonly id: DemandeDeConventionId
    readonly nom: string
    readonly qualite: string
    readonly courriel: string
  },
  le: Date,
): Promise<string> =>
  (
    await sql<{
      r: string
    }>`select porte.demander_signature_de_convention(${groupement}::uuid, ${d.id}::uuid, ${d.nom}, ${d.qualite}, ${d.courriel}, ${le}::timestamptz) as r`.execute(
      tx,
    )
  ).rows[0]?.r ?? 'refuse'

type Reponse =
  | { readonly geste: 'code'; readonly code: Buffer }
  | { readonly geste: 'essai' }
  | { readonly geste: 'refuser'; readonly dit: string }
  | {
      readonly geste: 'signer'
      readonly code: Buffer
      readonly nom: string
      readonly qualite: string
      readonly dit: string
    }
/** Par le lien qui a ouvert cette transaction. Faux : la convention ne se signe plus, ou le code n’est pas celui qui est parti. */
export const repondreALaConvention = async (tx: TenantTx, r: Reponse, le: Date): Promise<boolean> => {
  const tout = { code: null, nom: '', qualite: '', dit: '', ...r }
  return (
    (
      await sql<{
        r: boolean
      }>`select porte.repondre_a_la_convention(${tout.geste}, ${tout.code}::bytea, ${tout.nom}, ${tout.qualite}, ${tout.dit}, ${le}::timestamptz) as r`.execute(
        tx,
      )
    ).rows[0]?.r ?? false
  )
}
