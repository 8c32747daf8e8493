import { asId } from '#kernel/id.ts'
import { saluer } from '#kernel/texte.ts'
import type { SystemJobHandler } from '#platform/jobs/jobs.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import { lireDestinataire } from '../db/liens.ts'
import { secondFacteurUrl } from '../web/liens.ts'

/** Prévient une personne que qui tient l’instance vient d’ôter son second facteur : elle l’a demandé, ou quelqu’un se fait passer pour elle. */
export const annoncerLeCodeOte: SystemJobHandler = async ({ compte }, services) => {
  const id = typeof compte === 'string' ? asId<'Personne'>(compte) : undefined
  const a = id && (await lireDestinataire(services.db, id, null))
  if (!a) return
  await services.db.withoutTenant((tx) =>
    sendLater(tx, services, {
      a: a.courriel,
      objet: 'Votre second facteur est retiré',
      texte: `${saluer(a.prenom)}

Qui tient cette instance de Coforme vient de retirer le code demandé en plus de votre mot de passe\u00a0: on lui a dit que votre téléphone et vos codes de secours étaient perdus. Vos appareils sont déconnectés.

Si vous l’avez demandé, connectez-vous et activez-en un autre\u00a0:
${services.config.origine}${secondFacteurUrl()}

Si vous n’avez rien demandé, quelqu’un se fait passer pour vous\u00a0: changez de mot de passe, et dites-le à votre coopérative.
`,
    }),
  )
}
