/** Qui paie : une fiche et celles qui lui sont réunies, ou un nom seul. */

import { alias, type EntrepriseId, type TiersId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { verrouillerObjet } from '../db/factures.ecritures.ts'
import type { FichesDuPayeur } from '../domain/payeur.ts'

export type Payeur = {
  readonly payeurEntreprise: EntrepriseId | null
  readonly payeurPersonne: TiersId | null
}

/** Rien d’un payeur sans fiche : un nom ne suffit pas à dire que deux versements viennent du même. */
export const fichesDuPayeur = async (tx: TenantTx, p: Payeur): Promise<FichesDuPayeur | undefined> =>
  p.payeurEntreprise
    ? { entreprises: await alias(tx, 'fusion_entreprise', p.payeurEntreprise) }
    : p.payeurPersonne
      ? { personnes: await alias(tx, 'fusion', p.payeurPersonne) }
      : undefined

/**
 * Un payeur à la fois, toutes ses fiches ensemble : deux gestes simultanés ne soldent ni ne rendent deux fois. `id` : ce que l’on
 * verrouille d’un payeur sans fiche.
 */
export const verrouillerPayeur = async (
  tx: TenantTx,
  p: Payeur & { readonly id: string },
): Promise<FichesDuPayeur | undefined> => {
  const fiches = await fichesDuPayeur(tx, p)
  const [gardee] = fiches ? ('entreprises' in fiches ? fiches.entreprises : fiches.personnes) : []
  await verrouillerObjet(tx, gardee ?? p.id)
  return fiches
}
