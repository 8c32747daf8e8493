/** Ce qui part seul, quand, et les rappels : les réglages d’une coopérative pour ses prochains recueils. */
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { garderReglage } from '../db/reglage.ecritures.ts'
import type { Genre } from '../domain/genres.ts'
import { fautesDEcarts, lireRelances, type Reglage } from '../domain/moments.ts'

const fautifs = (champs: Readonly<Partial<Record<Genre | 'relances', string>>>) =>
  ko({ ...refus('reglages', 'Corrigez les champs marqués.'), champs })

/** `relances` : les jours écrits à la main, « 4, 10 ». Un refus nomme chaque champ fautif et dit sa faute. */
export const reglerLesRecueils = async (
  tx: TenantTx,
  r: Omit<Reglage, 'relances'> & { readonly relances: string },
  le: Date,
): Promise<Result<void, Refus<'reglages'> & { readonly champs: Readonly<Record<string, string>> }>> => {
  const relances = lireRelances(r.relances)
  if (!relances)
    return fautifs({
      relances: 'Écrivez de un à cinq nombres de jours croissants, de 1 à 60, séparés par des virgules.',
    })
  const fautes = fautesDEcarts(r.ecarts)
  if (Object.keys(fautes).length > 0) return fautifs(fautes)
  await garderReglage(tx, { ...r, relances }, le)
  return ok(undefined)
}
