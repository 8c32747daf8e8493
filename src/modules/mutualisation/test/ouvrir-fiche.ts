import type { TenantTx } from '#platform/db/index.ts'
import { direAccord, ecrireMaFiche, type FicheAEcrire } from '../db/vivier-portes.ts'
import type { FicheId } from '../domain/vivier.ts'

/** Une fiche du vivier où rien n’est écrit que `plus`, et que sa personne montre au pôle ; rend le mot de la porte. */
export const ouvrirFiche = async (
  tx: TenantTx,
  id: FicheId,
  le: Date,
  plus: Partial<FicheAEcrire> = {},
): Promise<string> => {
  const nue = { accroche: '', base: '', territoire: '', publics: '', langues: '', preparation: '' }
  const sansNombre = { rayon: null, delai: null, journee: null, plancher: null }
  const auPole = { modalites: [], jamais: [], choisies: [], portee: 'pole' } as const
  const dit = await ecrireMaFiche(tx, id, { ...nue, ...sansNombre, ...auPole, ...plus }, le)
  await direAccord(tx, 'fiche', 1, true, le)
  return dit
}
