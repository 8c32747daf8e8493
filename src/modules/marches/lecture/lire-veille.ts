import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { type AvisRange, avisOuverts, lireProfils, lireSuivis } from '../db/avis.ts'
import { type AvisEnVeille, composerVeille } from '../domain/veille.ts'

export type Veille = {
  readonly avis: readonly AvisEnVeille[]
  readonly ranges: ReadonlyMap<string, AvisRange>
  /** Faux : rien n’est réglé, tout passe. */
  readonly reglee: boolean
}

/** La veille de la coopérative, à cet instant. */
export const lireVeille = async (tx: TenantTx, maintenant: Date): Promise<Veille> => {
  const jour = jourLocal(maintenant, ZONE_PAR_DEFAUT)
  const ranges = await avisOuverts(tx, jour)
  const [profils, suivis] = [await lireProfils(tx), await lireSuivis(tx)]
  return {
    avis: composerVeille(
      ranges.map((r) => r.lu),
      profils,
      suivis,
      jour,
      maintenant,
      new Set(ranges.flatMap((r) => (r.apporte ? [r.lu.avis.idweb] : []))),
    ),
    ranges: new Map(ranges.map((r) => [r.lu.avis.idweb, r])),
    reglee: profils.length > 0,
  }
}
