import { asId } from '#kernel/id.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import type { JobHandler } from '#platform/jobs/jobs.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { lireRelance } from '../db/reglements.ts'

/** Envoie la relance telle qu’elle fut gardée. Rejouée, elle porte le même identifiant : un doublon se voit. */
export const envoyerRelance: JobHandler = async (payload, { db, mailer }) => {
  const facture = typeof payload.facture === 'string' ? asId<'Facture'>(payload.facture) : undefined
  const niveau = typeof payload.niveau === 'number' ? payload.niveau : 0
  if (!facture || niveau < 1) return
  const lue = await db.withTenant({ genre: 'tache', organisme: payload.organisme }, async (tx) => {
    const relance = await lireRelance(tx, facture, niveau)
    return relance && { relance, maison: await lireOrganisme(tx) }
  })
  if (!lue || !isMailAddress(lue.relance.destinataire)) return
  await mailer.send({
    a: lue.relance.destinataire,
    id: `relance-${facture}-${niveau}`,
    suivi: {
      organisme: payload.organisme,
      activite: lue.relance.activite,
      etape: 'relance-facture',
      objet: facture,
    },
    deLaPart: lue.maison.nom,
    ...(lue.maison.courriel ? { repondreA: lue.maison.courriel } : {}),
    objet: lue.relance.objet,
    texte: lue.relance.texte,
  })
}
