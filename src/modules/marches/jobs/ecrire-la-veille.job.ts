/** La veille par courriel : les avis arrivés depuis le dernier message, qui passent les filtres. Rien de neuf, rien ne part. */
import { lireDestinataire } from '#modules/comptes/index.ts'
import type { JobHandler, SystemJobHandler } from '#platform/jobs/jobs.ts'
import { uneTacheChacune } from '#platform/jobs/tournee.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import { noterVeilleDite } from '../db/avis.ecritures.ts'
import { abonnesALaVeille, cooperativesEnVeille } from '../db/avis.ts'
import { veilleDuMatin } from '../documents/courriels.ts'
import { lireVeille } from '../lecture/lire-veille.ts'

export const tourneeVeille = 'marches.tournee-veille'
export const tacheVeille = 'marches.ecrire-veille'

export const tournerLaVeille: SystemJobHandler = uneTacheChacune(
  tacheVeille,
  'marches-veille',
  cooperativesEnVeille,
)

/** Ce qui est dit se note dans la transaction qui dépose le message : un second passage n’écrit pas de nouveau. */
export const ecrireLaVeille: JobHandler = async ({ organisme }, services) => {
  const { db, clock, config } = services
  const acces = { genre: 'tache', organisme } as const
  const le = clock.now()
  const abonnes = await db.withoutTenant((tx) => abonnesALaVeille(tx, organisme))
  const veille = await db.withTenant(acces, (tx) => lireVeille(tx, le))
  if (!veille) return
  for (const { compte, jusque } of abonnes) {
    const neufs = veille.avis.filter(
      (a) => a.etat === 'a-lire' && (veille.ranges.get(a.lu.avis.idweb)?.recuLe ?? jusque) > jusque,
    )
    const a = await lireDestinataire(db, compte, organisme)
    if (neufs.length === 0 || !a?.membre || !a.acceptee || !isMailAddress(a.courriel)) continue
    await db.withTenant(acces, async (tx) => {
      if (await noterVeilleDite(tx, compte, jusque, le))
        await sendLater(tx, services, veilleDuMatin(a, neufs, config.origine))
    })
  }
}
