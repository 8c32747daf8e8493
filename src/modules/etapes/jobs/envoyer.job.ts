/** Envoie un message d’étape ou d’un écrit. Rejouée, à deux ouvriers, ou coupée au milieu : un courriel, par sa trace. */
import { asId } from '#kernel/id.ts'
import { listerInscrits } from '#modules/inscriptions/index.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import { lireSession, type SessionId } from '#modules/sessions/index.ts'
import type { JobHandler } from '#platform/jobs/jobs.ts'
import { destinatairesDe } from '../db/destinataires.ts'
import { lireEcrit } from '../db/ecrits.ts'
import { idDuCourriel, lireMessage } from '../db/messages.ts'
import { armeeDe, armementsDe, lireReglages } from '../db/reglages.ts'
import { ecrireA } from '../ecrire-messages.ts'
import { finirUrl } from '../liens.ts'
import { preuveDe } from '../preuve.ts'

export const tacheEnvoyer = 'etapes.envoyer'

export const envoyer: JobHandler = async (payload, { db, keys, mailer, config }) => {
  const id = typeof payload.message === 'string' ? asId<'MessageDEtape'>(payload.message) : undefined
  if (!id) return
  const acces = { genre: 'tache', organisme: payload.organisme } as const
  const lu = await db.withTenant(acces, async (tx) => {
    const m = await lireMessage(tx, id)
    const session = m && (await lireSession(tx, m.session as SessionId))
    if (!m || !session || m.etat === 'parti' || m.etat === 'refuse') return undefined
    const ecrit = m.ecrit ? await lireEcrit(tx, m.ecrit) : undefined
    const etape = ecrit ? undefined : (await lireReglages(tx)).find((e) => e.code === m.code)
    // Désarmée, ou changée depuis : ce qui a été lu n’est plus ce qui partirait.
    if (etape && !['session', 'partout'].includes(String(armeeDe(etape, await armementsDe(tx, m.session)))))
      return undefined
    const modele = ecrit ?? etape
    if (!modele || session.etat === 'annulee') return undefined
    const publics = ecrit ? ecrit.publics : etape?.publics === 'clients' ? (['clients'] as const) : []
    const d = (await destinatairesDe(tx, session, publics)).destinataires.find(
      (x) => x.cible === m.courriel.toLowerCase(),
    )
    const organisme = await lireOrganisme(tx)
    const effectif = (await listerInscrits(tx, session.id, { enCours: true })).length
    const ecrite = ecrireA(
      modele,
      d ?? { prenom: m.prenom ?? '', nom: m.prenom ? m.nom.replace(`${m.prenom} `, '') : m.nom },
      { session, organisme, effectif },
    )
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
      ? `${ecrite.texte}\nNe plus recevoir d’informations de ${organisme.nom}\u00a0: ${fin}\n`
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
