import { asId } from '#kernel/id.ts'
import { saluer } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { adhesions, presentes } from '#modules/comptes/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { JobHandler, SystemJobHandler } from '#platform/jobs/jobs.ts'
import { createLimits } from '#platform/limits/limits.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import { enseigneParDefaut } from '../db/enseignes.queries.ts'
import { lireOrganisme } from '../db/organisme.queries.ts'
import { guetterLesLiens } from '../db/rafales.ts'
import { asRafale, rafales, UNE_HEURE } from '../domain/rafales.ts'
import { equipeUrl } from '../web/liens.ts'

/** Une fois par jour, par personne et par genre : la direction et la personne déléguée apprennent ce qui sort, et par qui. */
export const alerterDUneRafale: JobHandler = async (payload, services) => {
  const genre = asRafale(payload.genre)
  const personne = typeof payload.personne === 'string' ? asId<'Personne'>(payload.personne) : undefined
  if (!genre) return
  const { db, keys, clock, config } = services
  const qui = `${payload.organisme} ${personne ?? ''} ${genre}`
  const limites = createLimits(db, keys)
  if (!(await limites.allow('rafale.dite', qui, { max: 1, fenetre: 24 * UNE_HEURE }))) return
  const dire = db.withTenant({ genre: 'tache', organisme: payload.organisme }, async (tx) => {
    const o = await lireOrganisme(tx)
    const jour = jourLocal(clock.now(), o.zone)
    const membres = presentes(await adhesions(tx), jour)
    const elle = membres.find((m) => m.compte === personne)
    const { max, emporte } = rafales[genre]
    const fait = elle
      ? `${elle.prenom} ${elle.nom} a emporté plus de ${max} fois ${emporte} en une heure`
      : `Plus de ${max} ${emporte} ont été créés en une heure`
    for (const m of membres.filter((x) => x.roles.includes('responsable') || x.roles.includes('dpo')))
      if (isMailAddress(m.courriel))
        await sendLater(tx, services, {
          a: m.courriel,
          deLaPart: o.nom,
          objet: `${o.nom}\u00a0: beaucoup de données sont sorties en une heure`,
          texte: `${saluer(m.prenom)}

${fait}.

Si vous savez pourquoi (un audit, un changement de poste, une grosse campagne), il n’y a rien à faire. Sinon, parlez-en aujourd’hui\u00a0: retirer une personne de l’équipe la met dehors à l’instant, et une fuite de données personnelles se notifie à la CNIL dans les soixante-douze heures de sa découverte, sauf si elle n’expose personne à un risque (RGPD, article 33, paragraphe 1).
${config.origine}${equipeUrl()}

La direction et la personne déléguée reçoivent ce message, une fois par jour au plus pour une même personne.
`,
        })
    const enseigne = await enseigneParDefaut(tx)
    if (enseigne)
      await consigner(tx, {
        activite: enseigne.id,
        faitLe: clock.now(),
        module: 'organisme',
        geste: 'alerter-rafale',
        objet: { genre: 'organisme', id: payload.organisme },
        phrase: personne
          ? `{personne:${personne}} a emporté beaucoup en une heure\u00a0: ${emporte}. La direction en est prévenue.`
          : `Beaucoup de liens personnels ont été créés en une heure. La direction en est prévenue.`,
      })
  })
  // Rien n’est parti : la tâche recommencera, et doit pouvoir le dire.
  await dire.catch(async (faute: unknown) => {
    await limites.forget('rafale.dite', qui)
    throw faute
  })
}

export const guetter: SystemJobHandler = (_payload, { db }) => guetterLesLiens(db, rafales.lien.max)
