import { asId } from '#kernel/id.ts'
import { creerLien } from '#modules/comptes/index.ts'
import { lireSession } from '#modules/sessions/index.ts'
import { derivedToken } from '#platform/auth/token.ts'
import type { JobHandler } from '#platform/jobs/jobs.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { noterEnvoi } from '../db/dossiers.ecritures.ts'
import { listerRemises, nomOrganisme } from '../db/dossiers.queries.ts'
import { lireInscriptionSeule } from '../db/inscriptions.queries.ts'
import { accuseUrl } from '../liens.ts'

export const tacheAccuse = 'inscriptions.envoyer-accuse'

/**
 * Fait naître le lien d'accusé d'une personne et l'envoie. Le secret est tiré de l'inscription et du rang de l'envoi :
 * la tâche rejouée refait le même lien et le même message.
 */
export const envoyerAccuse: JobHandler = async (payload, { db, keys, mailer, config, clock }) => {
  const id = typeof payload.inscription === 'string' ? asId<'Inscription'>(payload.inscription) : undefined
  const envoi = typeof payload.envoi === 'number' ? payload.envoi : 0
  if (!id || envoi < 1) return
  const jeton = derivedToken(keys, 'accuse', `${id}:${envoi}`)
  const acces = { genre: 'tache', organisme: payload.organisme } as const
  const message = await db.withTenant(acces, async (tx) => {
    const i = await lireInscriptionSeule(tx, id)
    const session = i && (await lireSession(tx, i.session))
    if (!i?.courriel || !session || i.closeLe || !isMailAddress(i.courriel)) return undefined
    if (!(await listerRemises(tx, { inscription: id })).some((r) => r.accuseLe === null)) return undefined
    await creerLien(tx, jeton, {
      usage: 'signature',
      organisme: payload.organisme,
      activite: i.activite,
      objet: id,
    })
    return { i, session, maison: await nomOrganisme(tx) }
  })
  if (!message) return
  const { i, session, maison } = message
  await mailer.send({
    a: i.courriel ?? '',
    id: `${id}-accuse-${envoi}`,
    deLaPart: maison.nom,
    ...(maison.courriel ? { repondreA: maison.courriel } : {}),
    objet: `Accuser réception\u00a0: ${session.intitule}`,
    texte: `Bonjour ${i.prenom},

L’information préalable et le règlement intérieur de «\u00a0${session.intitule}\u00a0» vous ont été remis. Dites-nous que vous les avez bien reçus\u00a0:

${config.origine}${accuseUrl({ jeton })}

Ce lien n’est qu’à vous et ne sert qu’une fois. Si rien ne vous a été remis, répondez à ce message.

${maison.nom}
`,
  })
  await db.withTenant(acces, (tx) => noterEnvoi(tx, id, clock.now()))
}
