import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { OffreId } from '../domain/offre.ts'
import type { PortsCatalogue } from '../domain/ports.ts'
import { publier, type RefusPublication } from '../domain/publier.ts'

type Introuvable = Refus<'introuvable'>
const introuvable = () => refuser('introuvable', 'Cette offre n’est pas au catalogue.')

/** Met en ligne la dernière version d’une offre adoptée. Publier deux fois la même version ne change rien. */
export const publierOffre =
  (r: Pick<PortsCatalogue, 'le' | 'retenir' | 'derniereVersion' | 'publier' | 'consigner'>) =>
  async (id: OffreId): Promise<Result<{ numero: number }, RefusPublication | Introuvable>> => {
    const offre = await r.retenir(id)
    if (!offre) return introuvable()
    const decision = publier(offre, jourLocal(r.le, ZONE_PAR_DEFAUT))
    if (!decision.ok) return decision
    const version = await r.derniereVersion(id)
    if (!version) return refuser('pas-adoptee', 'Cette offre n’a aucune version : reprenez-la et validez-la.')
    const { numero } = version
    if (version.parutions.some((p) => p.retiree === null)) return ok({ numero })
    await r.publier(version)
    await r.consigner({
      activite: offre.activite,
      geste: 'publier-offre',
      objet: { genre: 'offre', id },
      phrase: `La version ${numero} de l’offre {offre:${id}} est publiée.`,
      details: { version: version.id, numero },
    })
    return ok({ numero })
  }

/** Retire la fiche de la page publique ; l’offre reste adoptée et se planifie toujours. */
export const depublierOffre =
  (r: Pick<PortsCatalogue, 'retenir' | 'depublier' | 'consigner'>) =>
  async (id: OffreId): Promise<Result<true, Introuvable>> => {
    const offre = await r.retenir(id)
    if (!offre) return introuvable()
    if (await r.depublier(id))
      await r.consigner({
        activite: offre.activite,
        geste: 'depublier-offre',
        objet: { genre: 'offre', id },
        phrase: `L’offre {offre:${id}} n’est plus publiée.`,
      })
    return ok(true)
  }
