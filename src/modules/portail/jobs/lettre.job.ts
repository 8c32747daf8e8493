import { asId } from '#kernel/id.ts'
import type { SystemJobHandler } from '#platform/jobs/jobs.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import { purgerPortail } from '../db/contacts.ts'
import { lettreARemettre, noterRemise } from '../db/lettres.ts'
import { lettre } from '../documents/courriels.ts'
import { preuveDe } from '../gestes/preuve.ts'
import { choisirLettreUrl, finirLettreUrl } from '../liens.ts'

export const tacheLettre = 'portail.envoyer-lettre'
export const tachePurger = 'portail.purger'
const lot = 100

/** Dépose la lettre dans chaque boîte abonnée, une fois : la remise se note dans la transaction qui dépose le message. */
export const envoyerLaLettre: SystemJobHandler = async (payload, services) => {
  const { db, keys, clock, config } = services
  const id = asId<'Lettre'>(String(payload.lettre ?? ''))
  if (!id) return
  for (;;) {
    const reste = await db.withoutTenant((tx) => lettreARemettre(tx, keys, id, lot))
    if (reste.length === 0) return
    for (const r of reste)
      await db.withoutTenant(async (tx) => {
        if (!(await noterRemise(tx, id, r.abonnement, clock.now())) || !isMailAddress(r.courriel)) return
        const fin = finirLettreUrl({
          abonnement: r.abonnement,
          preuve: preuveDe(keys, 'fin-lettre', r.abonnement),
        })
        const choix = choisirLettreUrl({
          abonnement: r.abonnement,
          preuve: preuveDe(keys, 'choix-lettre', r.abonnement),
        })
        await sendLater(
          tx,
          services,
          lettre(r.courriel, r.objet, r.contenu, {
            fin: `${config.origine}${fin}`,
            choix: `${config.origine}${choix}`,
          }),
        )
      })
  }
}

export const purgerLePortail: SystemJobHandler = async (_payload, { db, clock, log }) => {
  log.info('purge-portail', { nombre: await db.withoutTenant((tx) => purgerPortail(tx, clock.now())) })
}
