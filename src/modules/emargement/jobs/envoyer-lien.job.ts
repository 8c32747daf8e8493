import { formaterDate } from '#kernel/dates.ts'
import { formaterCreneau, formaterHeure } from '#kernel/heures.ts'
import { asId } from '#kernel/id.ts'
import { messageDuLien } from '#kernel/lien-envoye.ts'
import { heureLocale } from '#kernel/zones.ts'
import { creerLien } from '#modules/comptes/index.ts'
import { derivedToken } from '#platform/auth/token.ts'
import type { JobHandler } from '#platform/jobs/jobs.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { lireCases, lireDemi, lireInvitation, nomOrganisme } from '../db/lectures.ts'
import { noterEnvoi, poserPreuveDuLien, verrouillerCase } from '../db/registre.ecritures.ts'
import { ecrireLien } from '../domain/dire-lien.ts'
import type { InvitationId } from '../domain/ports.ts'
import { preuveDuCode } from '../domain/salle.ts'
import { fenetreDe } from '../domain/signer-demi-journee.ts'
import { signerUrl } from '../liens.ts'

/** Un jour après la fermeture de la fenêtre : le reçu se relit jusque-là, ensuite le lien ne dit plus rien. */
const resteMinutes = 24 * 60

/**
 * Fait naître le lien d’une case et l’envoie, une fois par envoi demandé. Le secret est tiré de l’invitation et du rang
 * de l’envoi : la tâche rejouée refait le même lien et le même identifiant de message.
 */
export const envoyerLien: JobHandler = async (payload, { db, keys, mailer, config, clock }) => {
  const id =
    typeof payload.invitation === 'string' ? asId<'InvitationEmargement'>(payload.invitation) : undefined
  const envoi = typeof payload.envoi === 'number' ? payload.envoi : 0
  if (!id || envoi < 1) return
  // À copier ou à imprimer par qui forme : le lien naît, aucun courriel ne part.
  const aLaMain = payload.aLaMain === true
  const invitation: InvitationId = id
  const jeton = derivedToken(keys, 'emargement', `${invitation}:${envoi}`)
  const acces = { genre: 'tache', organisme: payload.organisme } as const

  const message = await db.withTenant(acces, async (tx) => {
    const v = await lireInvitation(tx, invitation)
    if (!v || v.envois >= envoi) return undefined
    await verrouillerCase(tx, v.seance, v.inscription)
    const demi = await lireDemi(tx, v.session, v.seance)
    const [c] = await lireCases(tx, v)
    if (!demi || !c || c.presence.etat !== 'attendue' || demi.seance.close) return undefined
    const a = c.personne.courriel ?? ''
    const maintenant = clock.now()
    const minutes = Math.ceil((fenetreDe(demi.seance).fermeLe.getTime() - maintenant.getTime()) / 60_000)
    if (minutes <= 0 || (!aLaMain && !isMailAddress(a))) return undefined
    // Déjà né : la tâche est rejouée, l'envoi n'a pas été noté, le même message repart sous le même identifiant.
    await creerLien(
      tx,
      jeton,
      { usage: 'emargement', organisme: payload.organisme, activite: demi.activite, objet: invitation },
      minutes + resteMinutes,
    )
    await poserPreuveDuLien(tx, jeton, preuveDuCode(keys.digest, v.seance, v.inscription))
    const maison = await nomOrganisme(tx)
    return { a, prenom: c.personne.prenom, demi, maison, session: v.session, inscription: v.inscription }
  })
  if (!message) return

  const { demi, maison } = message
  const quand = `${formaterDate(demi.seance.date, 'complet')}, ${formaterCreneau(demi.seance.debut, demi.seance.fin)}`
  const lien = `${config.origine}${signerUrl({ jeton })}`
  if (!aLaMain)
    await mailer.send({
      a: message.a,
      id: messageDuLien(invitation, envoi),
      suivi: {
        organisme: payload.organisme,
        activite: demi.activite,
        etape: 'lien-emargement',
        session: message.session,
        objet: message.inscription,
        seul: payload.seul === true,
        champs: { prenom: message.prenom, lien, demiJournee: quand },
      },
      deLaPart: maison.nom,
      ...(maison.courriel ? { repondreA: maison.courriel } : {}),
      ...ecrireLien({
        prenom: message.prenom,
        intitule: demi.session.intitule,
        quand,
        formateur: demi.session.formateur,
        organisme: maison.nom,
        lien,
        avanceMin: demi.seance.avanceMin,
        fermeture: formaterHeure(heureLocale(fenetreDe(demi.seance).fermeLe, demi.seance.zone).minute),
        telephone: maison.telephone,
      }),
    })
  await db.withTenant(acces, (tx) => noterEnvoi(tx, invitation, envoi, clock.now()))
}
