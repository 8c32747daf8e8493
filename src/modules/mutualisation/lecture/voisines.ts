import type { OrganismeId } from '#kernel/id.ts'
import { membresDuPole, mesPoles } from '#modules/pole/index.ts'
import type { TenantTx } from '#platform/db/index.ts'

export type Voisine = { readonly organisme: OrganismeId; readonly nom: string }

/** Les autres coopératives des pôles de la sienne, une fois chacune, par nom. */
export const lireVoisines = async (tx: TenantTx, moi: OrganismeId): Promise<readonly Voisine[]> => {
  const vues = new Map<OrganismeId, string>()
  for (const { id } of await mesPoles(tx))
    for (const m of await membresDuPole(tx, id))
      if (m.etat === 'active' && m.organisme !== moi) vues.set(m.organisme, m.nom)
  return [...vues]
    .map(([organisme, nom]) => ({ organisme, nom }))
    .sort((a, b) => a.nom.localeCompare(b.nom, 'fr'))
}
