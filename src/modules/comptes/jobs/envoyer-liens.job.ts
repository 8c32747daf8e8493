import { asId } from '#kernel/id.ts'
import { saluer } from '#kernel/texte.ts'
import { derivedToken } from '#platform/auth/token.ts'
import type { JobHandler, SystemJobHandler } from '#platform/jobs/jobs.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import { creerLien, lireDestinataire } from '../db/liens.ts'
import { dureeEnMots } from '../domain/liens.ts'

const lire = (valeur: unknown) => (typeof valeur === 'string' ? asId<'Personne'>(valeur) : undefined)

/**
 * Le secret du lien est tiré de la demande, sous les clés de l'instance : rejouée, la tâche retrouve le lien déjà né
 * et n'envoie rien. Le lien et son message naissent dans la même transaction.
 */
export const envoyerInvitation: JobHandler = async (payload, services) => {
  const { db, keys, config } = services
  const compte = lire(payload.compte)
  const demande = lire(payload.demande)
  const { organisme } = payload
  if (!compte || !demande) return
  const a = await lireDestinataire(db, compte, organisme)
  if (!a?.membre || a.acceptee) return
  const jeton = derivedToken(keys, 'invitation', demande)
  const maison = a.organismeNom ?? 'Une coopérative'
  const suite = a.aMotDePasse
    ? 'Vous avez déjà un compte\u00a0: ce lien ne fait qu’accepter l’invitation.'
    : 'Ce lien vous fait choisir votre mot de passe.'
  await db.withoutTenant(async (tx) => {
    if (!(await creerLien(tx, jeton, { usage: 'invitation', compte, organisme }))) return
    await sendLater(tx, services, {
      a: a.courriel,
      deLaPart: maison,
      objet: `${maison} vous invite sur Coforme`,
      texte: `${saluer(a.prenom)}

${maison} vous invite à rejoindre son équipe sur Coforme, le logiciel des coopératives de formation.
${suite}

${config.origine}/l/${jeton}

Il vaut ${dureeEnMots('invitation')} et ne sert qu’une fois. Si vous n’attendiez rien, ne faites rien\u00a0: aucun accès n’est ouvert.
`,
    })
  })
}

export const envoyerReinitialisation: SystemJobHandler = async (payload, services) => {
  const { db, keys, config } = services
  const compte = lire(payload.compte)
  const demande = lire(payload.demande)
  if (!compte || !demande) return
  // L'adresse n'a pas de compte : rien ne part, et la page a répondu la même chose.
  const a = await lireDestinataire(db, compte, null)
  if (!a) return
  const jeton = derivedToken(keys, 'reinitialisation', demande)
  await db.withoutTenant(async (tx) => {
    if (!(await creerLien(tx, jeton, { usage: 'reinitialisation', compte }))) return
    await sendLater(tx, services, {
      a: a.courriel,
      objet: 'Choisir un nouveau mot de passe',
      texte: `${saluer(a.prenom)}

Quelqu’un, vous sans doute, a demandé à choisir un nouveau mot de passe pour ce compte Coforme\u00a0:

${config.origine}/l/${jeton}

Ce lien vaut ${dureeEnMots('reinitialisation')} et ne sert qu’une fois. Si ce n’était pas vous, ne faites rien\u00a0: votre mot de passe n’a pas changé.
`,
    })
  })
}
