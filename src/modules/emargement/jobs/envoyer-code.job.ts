import { formaterDate } from '#kernel/dates.ts'
import { formaterCreneau } from '#kernel/heures.ts'
import { asId } from '#kernel/id.ts'
import { saluer } from '#kernel/texte.ts'
import type { JobHandler } from '#platform/jobs/jobs.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { nomOrganisme } from '../db/lectures.ts'
import { seanceDeLaSalle } from '../db/tablettes.ts'
import { codeAEnvoyer } from '../gestes/salle.ts'

/** Envoie à une personne le code qui dit que c’est elle, dans la salle. Rejouée, la tâche refait le même message. */
export const envoyerCode: JobHandler = async (payload, services) => {
  const { db, mailer } = services
  const salle = typeof payload.salle === 'string' ? asId<'Tablette'>(payload.salle) : undefined
  const inscription =
    typeof payload.inscription === 'string' ? asId<'Inscription'>(payload.inscription) : undefined
  if (!salle || !inscription) return
  const message = await db.withTenant({ genre: 'tache', organisme: payload.organisme }, async (tx) => {
    const ou = await seanceDeLaSalle(tx, salle)
    const lu = ou && (await codeAEnvoyer(services, tx, { ...ou, salle, inscription }))
    return lu?.case.personne.courriel && isMailAddress(lu.case.personne.courriel)
      ? { ...lu, a: lu.case.personne.courriel, maison: await nomOrganisme(tx) }
      : undefined
  })
  if (!message) return
  const { demi, maison, code } = message
  const quand = `${formaterDate(demi.seance.date, 'complet')}, ${formaterCreneau(demi.seance.debut, demi.seance.fin)}`
  await mailer.send({
    a: message.a,
    id: `${salle}-${inscription}-${String(payload.envoi)}`,
    deLaPart: maison.nom,
    ...(maison.courriel ? { repondreA: maison.courriel } : {}),
    objet: `Votre code pour signer\u00a0: ${code.slice(0, 3)} ${code.slice(3)}`,
    texte: `${saluer(message.case.personne.prenom)}

Votre code pour signer votre présence dans la salle est ${code.slice(0, 3)} ${code.slice(3)}.

Il n’est qu’à vous, et ne vaut que pour «\u00a0${demi.session.intitule}\u00a0», ${quand}. Vous ne l’avez pas demandé ? Dites-le à ${demi.session.formateur}.

${maison.nom}
`,
  })
}
