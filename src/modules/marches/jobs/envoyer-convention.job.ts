/** Fait naître le lien qui signe une convention, et l’écrit à qui l’engage. Rejouée, la tâche n’écrit pas de nouveau. */
import { asId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { creerLien } from '#modules/comptes/index.ts'
import { ecrireDemande, minutesDuLien, termeDuLien } from '#modules/documents/index.ts'
import { derivedToken } from '#platform/auth/token.ts'
import type { JobHandler } from '#platform/jobs/jobs.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import { conventionASigner } from '../db/convention.ts'
import { conventionUrl } from '../liens.ts'

export const envoyerConvention: JobHandler = async (payload, services) => {
  const { db, keys, config, clock } = services
  const demande =
    typeof payload.demande === 'string' ? asId<'SignatureDeConvention'>(payload.demande) : undefined
  const activite = typeof payload.activite === 'string' ? asId<'Activite'>(payload.activite) : undefined
  if (!demande || !activite) return
  await db.withTenant({ genre: 'tache', organisme: payload.organisme }, async (tx) => {
    const c = await conventionASigner(tx, demande)
    if (!c || c.signeeLe || c.refuseeLe || !isMailAddress(c.courriel)) return
    const jeton = derivedToken(keys, 'convention', demande)
    const le = jourLocal(clock.now(), ZONE_PAR_DEFAUT)
    const jusquau = termeDuLien(le, undefined)
    const lien = { usage: 'signature', organisme: payload.organisme, activite, objet: demande } as const
    if (!(await creerLien(tx, jeton, lien, minutesDuLien(le, jusquau)))) return
    await sendLater(tx, services, {
      a: c.courriel,
      deLaPart: c.cooperative,
      ...ecrireDemande({
        nom: c.nom,
        organisme: c.cooperative,
        quoi: `Convention de groupement, version ${c.version}`,
        libelle: c.objet,
        lien: `${config.origine}${conventionUrl({ jeton })}`,
        jusquau,
        rappel: false,
      }),
    })
  })
}
