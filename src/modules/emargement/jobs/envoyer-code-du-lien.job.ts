import { formaterDate } from '#kernel/dates.ts'
import { formaterCreneau } from '#kernel/heures.ts'
import { asId } from '#kernel/id.ts'
import { lireMobile } from '#kernel/telephone.ts'
import { saluer } from '#kernel/texte.ts'
import type { JobHandler } from '#platform/jobs/jobs.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { creerEnvoyerSms, type EnvoyerSms } from '#platform/sms/passerelle.ts'
import { lireCases, lireDemi, lireInvitation, nomOrganisme } from '../db/lectures.ts'
import { lirePasserelle, telephoneDe } from '../db/reglage.ts'
import { codeDuLien } from '../domain/salle.ts'
import { ouvrirCle } from '../gestes/regler-signature.ts'

/**
 * Envoie le code d’un lien : par la passerelle SMS de la coopérative si elle en a une et que la personne a un mobile ; à défaut, ou si
 * la passerelle refuse, par courriel. Sans courriel non plus, la tâche échoue et se rejoue.
 */
export const envoyerCodeDuLien =
  (envoyerSms: EnvoyerSms = creerEnvoyerSms()): JobHandler =>
  async (payload, { db, keys, mailer, log }) => {
    const id =
      typeof payload.invitation === 'string' ? asId<'InvitationEmargement'>(payload.invitation) : undefined
    if (!id) return
    const lu = await db.withTenant({ genre: 'tache', organisme: payload.organisme }, async (tx) => {
      const v = await lireInvitation(tx, id)
      const demi = v && (await lireDemi(tx, v.session, v.seance))
      const [c] = v && demi ? await lireCases(tx, { ...v, sansPrive: true }) : []
      if (!v || !demi || !c || c.presence.etat !== 'attendue' || demi.seance.close) return undefined
      return {
        demi,
        personne: c.personne,
        telephone: await telephoneDe(tx, c.personne.id),
        passerelle: await lirePasserelle(tx),
        maison: await nomOrganisme(tx),
        code: codeDuLien(keys.digest, v.seance, v.inscription),
      }
    })
    if (!lu) return
    const { demi, personne, passerelle, maison } = lu
    const code = `${lu.code.slice(0, 3)} ${lu.code.slice(3)}`
    const numero = lu.telephone ? lireMobile(lu.telephone) : undefined
    const a = personne.courriel && isMailAddress(personne.courriel) ? personne.courriel : undefined
    const cle = passerelle && ouvrirCle(keys, payload.organisme, passerelle.cle)
    if (passerelle && numero && cle !== undefined) {
      const r = await envoyerSms(
        { ...passerelle, cle },
        { numero, texte: `${code} est votre code pour signer. Ne le donnez à personne. ${maison.nom}` },
      )
      if (r.ok) return
      log.warn('emargement.sms-refuse', { organisme: payload.organisme, code: r.error.code })
      if (!a) throw new Error(`Passerelle SMS : ${r.error.code}.`)
    }
    if (!a) return
    await mailer.send({
      a,
      id: `${id}-code-${String(payload.envoi)}`,
      deLaPart: maison.nom,
      ...(maison.courriel ? { repondreA: maison.courriel } : {}),
      objet: `Votre code pour signer\u00a0: ${code}`,
      texte: `${saluer(personne.prenom)}

Votre code pour signer votre présence est ${code}.

Il n’est qu’à vous, et ne vaut que pour «\u00a0${demi.session.intitule}\u00a0», ${formaterDate(demi.seance.date, 'complet')}, ${formaterCreneau(demi.seance.debut, demi.seance.fin)}. Vous ne l’avez pas demandé\u00a0? Quelqu’un a ouvert votre lien\u00a0: dites-le à ${demi.session.formateur}.

${maison.nom}
`,
    })
  }
