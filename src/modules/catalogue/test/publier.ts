import type { ActiviteId, OrganismeId } from '#kernel/id.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Contenu } from '../domain/contenu.ts'
import type { OffreId } from '../domain/offre.ts'
import { gestesDuCatalogue } from '../gestes/composer.ts'
import { contenuSimple } from './contenus.ts'

type EnTantQue = <T>(organisme: OrganismeId, traits: object, work: (tx: TenantTx) => Promise<T>) => Promise<T>

/** Écrit, adopte et publie une offre par les gestes mêmes ; pour les essais et la mesure. */
export const publierUneOffre = (
  enTantQue: EnTantQue,
  coop: { readonly organisme: OrganismeId; readonly activite: ActiviteId },
  contenu: Contenu = contenuSimple,
  { le = new Date('2026-11-24T10:00:00Z'), publie = true } = {},
): Promise<OffreId> =>
  enTantQue(coop.organisme, {}, async (tx) => {
    const id = newId<'Offre'>()
    const gestes = gestesDuCatalogue(tx, le)
    await gestes.ecrireOffre(id, coop.activite, contenu)
    const adoptee = await gestes.adopterOffre(id, {
      nature: 'formation',
      duree: contenu.duree ?? 420,
      motif: undefined,
    })
    if (!adoptee.ok) throw new Error(adoptee.error.phrase)
    if (!publie) return id
    const publiee = await gestes.publierOffre(id)
    if (!publiee.ok) throw new Error(publiee.error.phrase)
    return id
  })
