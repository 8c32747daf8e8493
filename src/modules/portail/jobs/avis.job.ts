import { asId } from '#kernel/id.ts'
import { avisUrl, demanderLAvis, type PropositionId, polesANaitre } from '#modules/pole/index.ts'
import type { SystemJobHandler } from '#platform/jobs/jobs.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import { demanderAvis } from '../documents/courriels.ts'
import { preuveDe } from '../gestes/preuve.ts'

export const tacheAvis = 'portail.demander-avis'

/** Un pôle est proposé : qui tient le département est invité à en dire ce qu'il pense, par un lien qui ne sert qu'à cela. */
export const demanderUnAvis: SystemJobHandler = async (payload, services) => {
  const { db, keys, config } = services
  const id = asId<'Proposition'>(String(payload.proposition ?? '')) as PropositionId | undefined
  if (!id) return
  await db.withoutTenant(async (tx) => {
    const preuve = preuveDe(keys, 'avis', id)
    const [a, p] = [await demanderLAvis(tx, id, preuve), (await polesANaitre(tx)).find((x) => x.id === id)]
    if (!a || !p || !isMailAddress(a.courriel)) return
    const lien = avisUrl({ proposition: id, preuve })
    await sendLater(
      tx,
      services,
      demanderAvis({ nom: a.delegue, courriel: a.courriel }, p, `${config.origine}${lien}`),
    )
  })
}
