import type { Result } from '#kernel/result.ts'
import { lireAPart } from '#platform/fils/lire-a-part.ts'
import type { FactureRecue, RefusFactureRecue } from './lire-facture-electronique.ts'

/** Une facture venue d’un fournisseur, par un dépôt ou par la plateforme : lue hors du fil des pages, bornée en temps et en mémoire. */
export const lireFactureDuDehors = async (
  octets: Uint8Array,
): Promise<Result<FactureRecue, RefusFactureRecue>> => {
  const rendu = await lireAPart<Result<FactureRecue, RefusFactureRecue>, never>(
    ['modules', 'facturation', 'lecture', 'facture.ouvrier.ts'],
    { octets },
  )
  return rendu.ok ? rendu.value.fin : rendu
}
