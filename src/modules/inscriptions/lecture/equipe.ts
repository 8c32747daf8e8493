import type { PersonneId } from '#kernel/id.ts'
import { adhesions } from '#modules/comptes/index.ts'
import type { TenantTx } from '#platform/db/index.ts'

export type Membre = { readonly id: PersonneId; readonly nom: string }

/** Les membres en poste, à qui un client se confie. */
export const lireMembres = async (tx: TenantTx): Promise<Membre[]> =>
  (await adhesions(tx))
    .filter((a) => !a.enAttente && a.au === null)
    .map((a) => ({ id: a.compte, nom: `${a.prenom} ${a.nom}`.trim() }))
