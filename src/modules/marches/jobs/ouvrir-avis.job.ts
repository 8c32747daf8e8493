/** Fait naître le lien par lequel se rend un avis, et lâche le courriel qui le porte, d’une même transaction. Rejouée, la tâche ne fait rien de plus. */
import { asId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { creerLien } from '#modules/comptes/index.ts'
import { minutesDuLien, termeDuLien } from '#modules/documents/index.ts'
import type { JobHandler } from '#platform/jobs/jobs.ts'
import { lacher } from '#platform/mail/outbox.ts'
import { jetonDAvis } from '../gestes/conseil.ts'

const lire = <T extends string>(x: unknown) => (typeof x === 'string' ? asId<T>(x) : undefined)

export const ouvrirAvis: JobHandler = async (payload, { db, keys, clock }) => {
  const conseil = lire<'Conseil'>(payload.conseil)
  const activite = lire<'Activite'>(payload.activite)
  const courriel = lire<'Courriel'>(payload.courriel)
  if (!conseil || !activite) return
  const le = jourLocal(clock.now(), ZONE_PAR_DEFAUT)
  await db.withTenant({ genre: 'tache', organisme: payload.organisme }, async (tx) => {
    await creerLien(
      tx,
      jetonDAvis(keys, conseil),
      { usage: 'avis', organisme: payload.organisme, activite, objet: conseil },
      minutesDuLien(le, termeDuLien(le, undefined)),
    )
    if (courriel) await lacher(tx, courriel)
  })
}
