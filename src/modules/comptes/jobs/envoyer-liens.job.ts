import { asId } from '#kernel/id.ts'
import { derivedToken } from '#platform/auth/token.ts'
import type { JobHandler } from '#platform/jobs/jobs.ts'
import { creerLien, lireDestinataire } from '../db/liens.ts'

const lire = (valeur: unknown) => (typeof valeur === 'string' ? asId<'Personne'>(valeur) : undefined)
/** La file porte des uuid v4 tirés par la base : on ne veut que quelque chose d'un, non vide. */
const demandeDe = (valeur: unknown) => (typeof valeur === 'string' && valeur.length === 36 ? valeur : undefined)

/**
 * Le secret du lien est tiré de la demande : une tâche rejouée refait le même lien, le même message et le même
 * identifiant de message. Un lien qui a déjà servi n'est pas renvoyé.
 */
export const envoyerInvitation: JobHandler = async (payload, { db, keys, mailer, config }) => {
  const compte = lire(payload.compte)
  const demande = demandeDe(payload.demande)
  const { organisme } = payload
  if (!compte || !demande) return
  const a = await lireDestinataire(db, compte, organisme)
  if (!a?.membre || a.acceptee) return
  const jeton = derivedToken(keys, 'invitation', demande)
  const vaut = await db.withoutTenant((tx) => creerLien(tx, jeton, { usage: 'invitation', compte, organisme }))
  if (!vaut) return
  const maison = a.organismeNom ?? 'Une coopérative'
  await mailer.send({
    a: a.courriel,
    id: demande,
    deLaPart: maison,
    objet: `${maison} vous invite sur Coforme`,
    texte: `Bonjour,

${maison} vous invite à rejoindre son équipe sur Coforme, le logiciel des coopératives de formation.

${
  a.aMotDePasse
    ? 'Vous avez déjà un compte : ce lien ne fait qu’accepter l’invitation.'
    : 'Ce lien vous fait choisir votre mot de passe :'
}

${config.origine}/l/${jeton}

Il vaut sept jours et ne sert qu’une fois. Si vous n’attendiez rien, ne faites rien : aucun accès n’est ouvert.
`,
  })
}

export const envoyerReinitialisation: JobHandler = async (payload, { db, keys, mailer, config }) => {
  const compte = lire(payload.compte)
  const demande = demandeDe(payload.demande)
  if (!compte || !demande) return
  const a = await lireDestinataire(db, compte, null)
  // L'adresse n'a pas de compte : rien ne part, et la page a répondu la même chose.
  if (!a) return
  const jeton = derivedToken(keys, 'reinitialisation', demande)
  const vaut = await db.withoutTenant((tx) => creerLien(tx, jeton, { usage: 'reinitialisation', compte }))
  if (!vaut) return
  await mailer.send({
    a: a.courriel,
    id: demande,
    objet: 'Choisir un nouveau mot de passe',
    texte: `Bonjour,

Quelqu’un, vous sans doute, a demandé à choisir un nouveau mot de passe pour ce compte Coforme :

${config.origine}/l/${jeton}

Ce lien vaut une heure et ne sert qu’une fois. Si ce n’était pas vous, ne faites rien : votre mot de passe n’a pas changé.
`,
  })
}
