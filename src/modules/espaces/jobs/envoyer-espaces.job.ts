import { asId } from '#kernel/id.ts'
import { saluer } from '#kernel/texte.ts'
import { creerLien } from '#modules/comptes/index.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import { derivedToken } from '#platform/auth/token.ts'
import { newId } from '#platform/db/index.ts'
import type { JobHandler } from '#platform/jobs/jobs.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import { compterEnvoi } from '../db/espaces.ecritures.ts'
import { ficheAJoindre, genresDe } from '../db/espaces.ts'
import { nomsEspace } from '../domain/espace.ts'
import { espaceUrl } from '../liens.ts'

const minutes = 30 * 24 * 60
/** L’agenda d’un téléphone relit la même adresse longtemps. */
const minutesAgenda = 400 * 24 * 60

/** Le secret d’un accès, pour cet envoi : tiré des clés de l’instance, la base n’en garde que l’empreinte. */
export const jetonDEspace = (keys: Keys, acces: string, envoi: number): string =>
  derivedToken(keys, 'espace', `${acces}:${envoi}`)
/** Celui de l’agenda ne dépend pas de l’envoi : l’adresse déjà donnée au téléphone reste bonne. */
export const jetonDAgenda = (keys: Keys, personne: string): string =>
  derivedToken(keys, 'espace.agenda', personne)

/**
 * Fait naître les liens des espaces d’une personne et les lui envoie, en un seul courriel. Une personne inconnue, effacée, sans adresse, ou
 * dont l’accès est retiré : rien ne part, et la page a répondu la même chose.
 */
export const envoyerEspaces: JobHandler = async ({ organisme, personne }, services) => {
  const { db, keys, config, clock } = services
  const id = typeof personne === 'string' ? asId<'Personne'>(personne) : undefined
  if (!id) return
  const le = clock.now()
  await db.withTenant({ genre: 'tache', organisme }, async (tx) => {
    const fiche = await ficheAJoindre(tx, id)
    if (!fiche?.courriel || !isMailAddress(fiche.courriel)) return
    const lignes: string[] = []
    for (const genre of await genresDe(tx, id)) {
      const acces = await compterEnvoi(
        tx,
        { id: newId(le), activite: fiche.activite, personne: id, genre },
        le,
      )
      if (!acces) continue
      const jeton = genre === 'agenda' ? jetonDAgenda(keys, id) : jetonDEspace(keys, acces.id, acces.envois)
      await creerLien(
        tx,
        jeton,
        { usage: 'espace', organisme, activite: fiche.activite, objet: acces.id },
        genre === 'agenda' ? minutesAgenda : minutes,
      )
      if (genre !== 'agenda')
        lignes.push(
          `${nomsEspace[genre].titre}\u00a0: ${nomsEspace[genre].dit}.\n${config.origine}${espaceUrl({ jeton })}`,
        )
    }
    if (lignes.length === 0) return
    const maison = await lireOrganisme(tx)
    await sendLater(tx, services, {
      a: fiche.courriel,
      suivi: { organisme, activite: fiche.activite, etape: 'espace', personne: id },
      deLaPart: maison.nom,
      ...(maison.courriel ? { repondreA: maison.courriel } : {}),
      objet: `Votre espace chez ${maison.nom}`,
      texte: `${saluer(fiche.prenom)}

${lignes.join('\n\n')}

Ce lien est personnel et vaut trente jours. Un autre se demande à ${config.origine}/moi. Si vous n’attendiez rien, ne faites rien.

${maison.nom}
`,
    })
  })
}
