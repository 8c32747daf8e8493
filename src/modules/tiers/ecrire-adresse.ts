import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { EntrepriseId, TiersId } from './domain/lus.ts'

export type Adresse = { readonly adresse: string; readonly codePostal: string; readonly ville: string }

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
  const voulue = sql`coalesce(nullif(${a.adresse}, ''), t.adresse), coalesce(nullif(${a.codePostal}, ''), t.code_postal),
    coalesce(nullif(${a.ville}, ''), t.ville)`
  const { rows } = await sql<{
    activite: string
  }>`update ${sql.table(entreprise ? 'tiers.entreprise' : 'tiers.personne')} t
    set (adresse, code_postal, ville) = (${voulue})
    where t.id = ${id} and (t.adresse, t.code_postal, t.ville) is distinct from (${voulue})
    returning t.activite_id as activite`.execute(tx)
  const [ecrite] = rows
  if (!ecrite) return
  await consigner(tx, {
    activite: ecrite.activite as never,
    faitLe: le,
    module: 'tiers',
    geste: entreprise ? 'corriger-entreprise' : 'corriger-personne',
    objet: { genre: entreprise ? 'entreprise' : 'tiers', id },
    phrase: `La fiche de {${entreprise ? 'entreprise' : 'tiers'}:${id}} est corrigée.`,
    details: { change: ['adresse'] },
  })
}
