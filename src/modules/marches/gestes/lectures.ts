import type { TenantTx } from '#platform/db/index.ts'
import { noterUneLecture } from '../db/groupements.ecritures.ts'
import type { DossierLu } from '../domain/groupement.ts'

/** Note que la personne ouvre une page du dossier, et rend ce qu’elle lit ; qui envoie un formulaire ne lit pas une page de plus. */
export const enNotant = async <L extends { readonly d: DossierLu } | undefined>(
  tx: TenantTx,
  lu: L,
  { le, ecrit }: { readonly le: Date; readonly ecrit: boolean },
): Promise<L> => {
  if (lu && !ecrit) await noterUneLecture(tx, lu.d.g.id, le)
  return lu
}

/** Un envoi qui revient avec une faute montre la page : c’est une lecture de plus. */
export const enMontrant = async <V>(
  tx: TenantTx,
  d: DossierLu,
  { revenu, le }: { readonly revenu: unknown; readonly le: Date },
  vue: V,
): Promise<V> => {
  if (revenu) await noterUneLecture(tx, d.g.id, le)
  return vue
}
