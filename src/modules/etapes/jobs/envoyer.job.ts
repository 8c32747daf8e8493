/** Envoie un message d’étape ou d’un écrit. Rejouée, à deux ouvriers, ou coupée au milieu : un courriel, par sa trace. */

import { asId } from '#kernel/id.ts'
import { de } from '#kernel/texte.ts'
import { listerInscrits } from '#modules/inscriptions/index.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import { lireSession, type SessionId } from '#modules/sessions/index.ts'
import type { JobHandler } from '#platform/jobs/jobs.ts'
import { headerText } from '#platform/mail/compose.ts'
import { destinatairesChoisis, destinatairesDe } from '../db/destinataires.ts'
import { type Ecrit, lireEcrit, type PublicDEcrit } from '../db/ecrits.ts'
import { retenir } from '../db/envois.ecritures.ts'
import { idDuCourriel, lireMessage } from '../db/messages.ts'
import { armeeDe, armementsDe, type EtapeReglee, lireReglages } from '../db/reglages.ts'
import { preuveDe } from '../gestes/preuve.ts'
import { ecrireA } from '../lecture/ecrire-messages.ts'
import { finirUrl } from '../liens.ts'

const publicsDe = (ecrit: Ecrit | undefined, etape: EtapeReglee | undefined): readonly PublicDEcrit[] =>
  ecrit ? ecrit.publics : etape && etape.publics !== 'financeurs' ? [etape.publics] : []

export const envoyer: JobHandler = async (payload, { db, keys, mailer, config, clock }) => {
  const id = typeof payload.message === 'string' ? asId<'MessageDEtape'>(payload.message) : undefined
  if (!id) return
  const acces = { genre: 'tache', organisme: payload.organisme } as const
  const lu = await db.withTenant(acces, async (tx) => {
    const m = await lireMessage(tx, id)
    const session = m?.session ? await lireSession(tx, m.session as SessionId) : undefined
    if (!m || (m.session && !session) || m.etat === 'parti' || m.etat === 'refuse') return undefined
    const ecrit = m.ecrit ? await lireEcrit(tx, m.ecrit) : undefined
    const etape = ecrit ? undefined : (await lireReglages(tx)).find((e) => e.code === m.code)
    // Désarmée, ou changée depuis : ce qui a été lu n’est plus ce qui partirait.
    if (
      etape &&
      !(session && ['session', 'partout'].includes(String(armeeDe(etape, await armementsDe(tx, session.id)))))
    )
      return undefined
    const modele = ecrit ?? etape
    if (!modele || session?.etat === 'annulee') return undefined
    const { destinataires } = session
      ? await destinatairesDe(tx, session, publicsDe(ecrit, etape))
      : await destinatairesChoisis(tx, m.ecrit ?? '')
    const d = destinataires.find((x) => x.cible === m.courriel.toLowerCase())
    // Désistée, sortie, d’une autre adresse depuis : entre le dépôt et l’envoi, on relit, et le journal dit pourquoi rien ne part.
    if (!d) {
      await retenir(
        tx,
        {
          activite: m.activite,
          session: m.session,
          inscription: m.inscription,
          personne: m.personne,
          message: idDuCourriel(id),
          code: m.ecrit ? 'ecrit' : m.code,
          adresse: m.courriel,
          objet: headerText(modele.objet, 300),
          seul: m.ecrit === null,
          le: clock.now(),
        },
        'plus-concerne',
      )
      return undefined
    }
    const organisme = await lireOrganisme(tx)
    const effectif = session ? (await listerInscrits(tx, session.id, { enCours: true })).length : 0
    const ecrite = ecrireA(modele, d, { session, organisme, effectif })
    return { m, ecrite, organisme, information: ecrit?.nature === 'information' }
  })
  if (!lu) return
  const { m, ecrite, organisme, information } = lu
  const fin = `${config.origine}${finirUrl({ message: id, preuve: preuveDe(keys, id) })}`
  await mailer.send({
    a: m.courriel,
    id: idDuCourriel(id),
    deLaPart: organisme.nom,
    ...(organisme.courriel ? { repondreA: organisme.courriel } : {}),
    objet: ecrite.objet,
    texte: information
      ? `${ecrite.texte}\nNe plus recevoir d’informations ${de(organisme.nom)}\u00a0: ${fin}\n`
      : ecrite.texte,
    ...(information ? { desinscription: fin } : {}),
    suivi: {
      organisme: payload.organisme,
      activite: m.activite,
      etape: m.ecrit ? 'ecrit' : m.code,
      session: m.session,
      objet: m.inscription,
      personne: m.personne,
      seul: m.ecrit === null,
    },
  })
}
