import { asId } from '#kernel/id.ts'
import { saluer } from '#kernel/texte.ts'
import { formaterInstant } from '#kernel/zones.ts'
import type { SystemJobHandler } from '#platform/jobs/jobs.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import { lireDestinataire } from '../db/liens.ts'
import { nommerAppareil } from '../domain/appareil.ts'
import { oubliUrl, sessionsUrl } from '../web/liens.ts'

/** Prévient une personne qu’on est entré dans son compte d’un navigateur qu’il ne connaissait pas. Elle seule sait si c’est elle. */
export const avertirDUnAppareil: SystemJobHandler = async (payload, services) => {
  const { compte, agent, le } = payload
  const id = typeof compte === 'string' ? asId<'Personne'>(compte) : undefined
  if (!id || typeof agent !== 'string' || typeof le !== 'string') return
  const a = await lireDestinataire(services.db, id, null)
  if (!a) return
  const { origine } = services.config
  await services.db.withoutTenant((tx) =>
    sendLater(tx, services, {
      a: a.courriel,
      objet: 'Une connexion depuis un appareil nouveau',
      texte: `${saluer(a.prenom)}

Le ${formaterInstant(new Date(le))} (heure de Paris), quelqu’un est entré dans votre compte Coforme depuis un appareil qu’il ne connaissait pas\u00a0: ${nommerAppareil(agent)}.

Si c’est vous, il n’y a rien à faire.
Si ce n’est pas vous, choisissez tout de suite un autre mot de passe, ce qui déconnecte cet appareil\u00a0:
${origine}${oubliUrl()}
Vos appareils se voient ici\u00a0:
${origine}${sessionsUrl()}
`,
    }),
  )
}
