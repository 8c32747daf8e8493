import { ecartEnJours, formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { saluer } from '#kernel/texte.ts'
import { creerLien } from '#modules/comptes/index.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import { derivedToken } from '#platform/auth/token.ts'
import type { JobHandler } from '#platform/jobs/jobs.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { noterEnvoi } from '../db/campagnes.ecritures.ts'
import { estClose, lireCampagne, lireDemande } from '../db/campagnes.ts'
import { genres } from '../domain/genres.ts'
import { aujourdhui } from '../gestes/repondre.ts'
import { arretUrl, repondreUrl } from '../liens.ts'

/** Le lien dit encore « clos », ou « déjà répondu », pendant trois mois ; ensuite il ne dit plus rien. */
const resteJours = 90

/**
 * Envoie une demande, ou la rappelle. Le même lien d’un rappel à l’autre : un brouillon commencé s’y retrouve. Rejouée, la tâche refait
 * le même message sous le même identifiant, et ne compte qu’un envoi.
 */
export const envoyer: JobHandler = async (payload, { db, keys, mailer, config, clock }) => {
  const id = typeof payload.demande === 'string' ? asId<'Demande'>(payload.demande) : undefined
  const rang = typeof payload.rang === 'number' ? payload.rang : 0
  if (!id || rang < 1) return
  const jeton = derivedToken(keys, 'questionnaire', id)
  const acces = { genre: 'tache', organisme: payload.organisme } as const
  const lu = await db.withTenant(acces, async (tx) => {
    const demande = await lireDemande(tx, id)
    const campagne = demande && (await lireCampagne(tx, demande.campagne))
    const jour = aujourdhui(clock.now())
    if (!demande || !campagne || estClose(campagne, jour)) return undefined
    if (demande.envois >= rang || demande.repondueLe !== null || demande.arreteeLe !== null) return undefined
    const remis = payload.remis === true
    if (!remis && !isMailAddress(demande.courriel ?? '')) return undefined
    await creerLien(
      tx,
      jeton,
      { usage: 'questionnaire', organisme: payload.organisme, activite: demande.activite, objet: id },
      (ecartEnJours(jour, campagne.fermeLe) + resteJours) * 24 * 60,
    )
    // Remis de la main à la main : le lien naît, aucun message ne part.
    if (remis) {
      await noterEnvoi(tx, demande, rang, 'main', clock.now())
      return undefined
    }
    return { demande, campagne, maison: await lireOrganisme(tx) }
  })
  if (!lu) return
  const { demande, campagne, maison } = lu
  const quoi = campagne.intitule ? `«\u00a0${campagne.intitule}\u00a0»` : 'nos formations'
  const rappel = rang > 1
  await mailer.send({
    a: demande.courriel ?? '',
    id: `questionnaire-${id}-${rang}`,
    suivi: {
      organisme: payload.organisme,
      activite: demande.activite,
      etape: campagne.genre,
      session: demande.session,
      objet: demande.inscription,
      personne: demande.personne,
      seul: campagne.automatique || rappel,
    },
    deLaPart: maison.nom,
    ...(maison.courriel ? { repondreA: maison.courriel } : {}),
    objet: `${rappel ? 'Rappel\u00a0: ' : ''}${campagne.titre}${campagne.intitule ? `, ${campagne.intitule}` : ''}`,
    texte: `${saluer(demande.prenom)}

${rappel ? `Nous n’avons pas encore votre réponse à propos de ${quoi}.` : `Nous vous demandons quelques minutes, à propos de ${quoi}.`} ${
      genres[campagne.genre].ancre === 'debut'
        ? 'Vos réponses servent à préparer la formation.'
        : campagne.anonyme
          ? 'Votre réponse est anonyme\u00a0: rien ne la relie à votre nom.'
          : 'Votre réponse est lue par l’équipe\u00a0; les résultats publiés ne nomment personne.'
    }

${config.origine}${repondreUrl({ jeton })}

Ce lien n’est qu’à vous, et ne sert qu’une fois. Vous pouvez répondre jusqu’au ${formaterDate(campagne.fermeLe)}, en plusieurs fois si besoin.

Pour ne plus recevoir de rappel de ce questionnaire\u00a0: ${config.origine}${arretUrl({ jeton })}

${maison.nom}
`,
  })
  await db.withTenant(acces, (tx) => noterEnvoi(tx, demande, rang, 'courriel', clock.now()))
}
