/** Ce que la naissance d'un pôle fait savoir à qui l'a proposé. Rejouée, une tâche écrit une fois de plus : elle est clé par proposition. */
import { asId } from '#kernel/id.ts'
import { lireDestinataire } from '#modules/comptes/index.ts'
import type { JobHandler } from '#platform/jobs/jobs.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import { auteurDeLaProposition, lireProposition } from '../db/naissances.ts'
import { nouvelleDeLaProposition } from '../documents/courriels.ts'
import { propositionUrl } from '../liens.ts'

const prevenir =
  (quoi: 'signatures' | 'avis'): JobHandler =>
  async (payload, services) => {
    const { db, config } = services
    const id = asId<'Proposition'>(String(payload.proposition ?? ''))
    if (!id) return
    const acces = { genre: 'tache', organisme: payload.organisme } as const
    const lu = await db.withTenant(acces, async (tx) => {
      const p = await lireProposition(tx, id)
      return p?.etat === 'ouverte' ? { p, auteur: await auteurDeLaProposition(tx, id) } : undefined
    })
    if (!lu?.auteur) return
    const a = await lireDestinataire(db, lu.auteur, payload.organisme)
    if (!a?.membre || !a.acceptee || !isMailAddress(a.courriel)) return
    await db.withTenant(acces, (tx) =>
      sendLater(
        tx,
        services,
        nouvelleDeLaProposition(lu.p, quoi, a, `${config.origine}${propositionUrl({ proposition: id })}`),
      ),
    )
  }

export const signaturesReunies = prevenir('signatures')
export const avisDonne = prevenir('avis')
