import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { poserAdoption } from '../db/offres.ecritures.ts'
import { retenirOffre } from '../db/offres.queries.ts'
import { type Adoptee, type Adoption, adopter, type RefusAdoption } from '../domain/adopter.ts'
import { natures, type OffreId } from '../domain/offre.ts'

/** Fait d’un brouillon une offre de la coopérative, au journal. */
export const adopterOffre = async (
  tx: TenantTx,
  id: OffreId,
  adoption: Adoption,
  le: Date,
): Promise<Result<Adoptee, RefusAdoption | Refus<'introuvable'>>> => {
  const offre = await retenirOffre(tx, id)
  if (!offre) return refuser('introuvable', 'Cette offre n’est pas au catalogue.')
  const decision = adopter(offre, adoption)
  if (!decision.ok) return decision
  const { nature, duree, motif, manques } = decision.value
  await poserAdoption(tx, id, decision.value, le)
  await consigner(tx, {
    activite: offre.activite,
    faitLe: le,
    module: 'catalogue',
    geste: 'adopter-offre',
    objet: { genre: 'offre', id },
    phrase: `L’offre {offre:${id}} est adoptée : ${natures[nature].toLowerCase()}.`,
    details: { nature, duree, motif, manques: manques.map((m) => m.cle) },
  })
  return ok(decision.value)
}
