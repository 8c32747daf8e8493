/** Fait naître le lien par lequel se rend un avis ; le courriel qui le porte est déjà en route. Rejouée, la tâche ne fait rien de plus. */
import { asId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { creerLien } from '#modules/comptes/index.ts'
import { minutesDuLien, termeDuLien } from '#modules/documents/index.ts'
import type { JobHandler } from '#platform/jobs/jobs.ts'
import { jetonDAvis } from '../gestes/conseil.ts'

export const ouvrirAvis: JobHandler = async (payload, { db, keys, clock }) => {
  const conseil = typeof payload.conseil === 'string' ? asId<'Conseil'>(payload.conseil) : undefined
  const activite = typeof payload.activite === 'string' ? asId<'Activite'>(payload.activite) : undefined
  if (!conseil || !activite) return
  const le = jourLocal(clock.now(), ZONE_PAR_DEFAUT)
  await db.withTenant({ genre: 'tache', organisme: payload.organisme }, (tx) =>
    creerLien(
      tx,
      jetonDAvis(keys, conseil),
      { usage: 'avis', organisme: payload.organisme, activite, objet: conseil },
      minutesDuLien(le, termeDuLien(le, undefined)),
    ),
  )
}
