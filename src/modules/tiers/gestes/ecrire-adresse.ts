import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { type Adresse, poserAdresse } from '../db/adresse.ecritures.ts'
import type { EntrepriseId, TiersId } from '../domain/lus.ts'

/**
 * L’adresse apprise du geste où elle s’écrit : ouvrir un dossier, par exemple. Une ligne laissée vide ne change rien ;
 * rien n’est consigné si rien ne bouge.
 */
export const ecrireAdresse = async (
  tx: TenantTx,
  qui: { readonly entreprise: EntrepriseId } | { readonly personne: TiersId },
  a: Adresse,
  le: Date,
): Promise<void> => {
  const entreprise = 'entreprise' in qui
  const id = entreprise ? qui.entreprise : qui.personne
  const activite = await poserAdresse(tx, qui, a)
  if (!activite) return
  await consigner(tx, {
    activite,
    faitLe: le,
    module: 'tiers',
    geste: entreprise ? 'corriger-entreprise' : 'corriger-personne',
    objet: { genre: entreprise ? 'entreprise' : 'tiers', id },
    phrase: `La fiche de {${entreprise ? 'entreprise' : 'tiers'}:${id}} est corrigée.`,
    details: { change: ['adresse'] },
  })
}
