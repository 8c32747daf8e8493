import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { type Adoptee, type Adoption, adopter, type RefusAdoption } from '../domain/adopter.ts'
import { natures, type OffreId } from '../domain/offre.ts'
import type { PortsCatalogue } from '../domain/ports.ts'

/** Fait d’un brouillon une offre de la coopérative, figée en une nouvelle version, au journal. */
export const adopterOffre =
  (r: Pick<PortsCatalogue, 'le' | 'retenir' | 'adopter' | 'figer' | 'consigner'>) =>
  async (
    id: OffreId,
    adoption: Omit<Adoption, 'jour'>,
  ): Promise<Result<Adoptee, RefusAdoption | Refus<'introuvable'>>> => {
    const offre = await r.retenir(id)
    if (!offre) return refuser('introuvable', 'Cette offre n’est pas au catalogue.')
    const decision = adopter(offre, { ...adoption, jour: jourLocal(r.le, ZONE_PAR_DEFAUT) })
    if (!decision.ok) return decision
    const { nature, duree, motif, manques } = decision.value
    await r.adopter(id, decision.value)
    const version = await r.figer({ ...offre, etat: 'adoptee', nature, duree })
    await r.consigner({
      activite: offre.activite,
      geste: 'adopter-offre',
      objet: { genre: 'offre', id },
      phrase: `L’offre {offre:${id}} est validée : ${natures[nature].toLowerCase()}.`,
      details: {
        version: version.id,
        numero: version.numero,
        nature,
        duree,
        motif,
        manques: manques.map((m) => m.cle),
      },
    })
    return ok(decision.value)
  }
