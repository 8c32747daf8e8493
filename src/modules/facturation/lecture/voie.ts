/** Par quelle voie une facture part : qui l’achète en décide, et la plateforme que la coopérative a, ou n’a pas. */
import type { TenantTx } from '#platform/db/index.ts'
import type { FactureLue } from '../db/factures.queries.ts'
import { lirePlateforme } from '../db/plateforme.ts'
import { lireProjet } from '../db/projets.ts'
import { achetePublic, estProfessionnel, lirePayeur } from '../documents/donnees-facture.ts'
import { type Voie, voieDe } from '../domain/cycle/statuts.ts'

export const voieDeFacture = async (
  tx: TenantTx,
  f: Pick<FactureLue, 'payeurEntreprise' | 'payeurPersonne'>,
): Promise<Voie> => {
  const payeur = await lirePayeur(tx, f)
  return payeur
    ? voieDe({
        publique: achetePublic(payeur),
        professionnel: estProfessionnel(payeur),
        pays: payeur.postale.pays,
        plateforme: (await lirePlateforme(tx)) !== undefined,
      })
    : 'main'
}

/** Ce que Chorus Pro demande de reconnaître dans la facture. */
export type CitesPourChorus = {
  readonly siret: string | null
  /** BT-10. */
  readonly service: string | null
  /** BT-13. */
  readonly engagement: string | null
}
export const citesPourChorus = async (
  tx: TenantTx,
  f: Pick<FactureLue, 'payeurEntreprise' | 'payeurPersonne' | 'projet'>,
): Promise<CitesPourChorus> => {
  const projet = f.projet ? await lireProjet(tx, f.projet) : undefined
  return {
    siret: (await lirePayeur(tx, f))?.siret ?? null,
    service: projet?.codeService ?? null,
    engagement: projet?.reference ?? null,
  }
}
