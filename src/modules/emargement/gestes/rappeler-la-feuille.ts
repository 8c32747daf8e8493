import { formaterDate } from '#kernel/dates.ts'
import { formaterCreneau } from '#kernel/heures.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { compter, saluer } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { adhesions } from '#modules/comptes/index.ts'
import { joindreIntervenants } from '#modules/inscriptions/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import type { Services } from '#platform/services.ts'
import { lireCases, lireDemi, nomOrganisme } from '../db/lectures.ts'
import { dernierRappel, fichesDeQuiAnime } from '../db/rappels.queries.ts'
import { feuilleUrl } from '../liens.ts'
import type { Ou, Qui } from './composer.ts'

const introuvable = () => refuser('introuvable', 'Cette demi-journée n’existe pas.')
/** On n’écrit pas deux fois dans l’heure à la même personne pour la même feuille. */
const ATTENTE_MS = 3_600_000

export type Rappel = {
  /** À qui le message part. */
  readonly ecrits: readonly string[]
  /** Qui anime et n’a pas de courriel, avec son téléphone s’il est connu : à appeler. */
  readonly aAppeler: readonly { readonly nom: string; readonly telephone: string | null }[]
}

/** Écrit à qui anime cette demi-journée que sa feuille attend : la signature de ceux qui restent, puis la sienne. */
export const rappelerLaFeuille = async (
  { db, keys, clock, config }: Pick<Services, 'db' | 'keys' | 'clock' | 'config'>,
  qui: Qui,
  ou: Ou,
): Promise<Result<Rappel, Refus>> => {
  const rendu = await db.withTenant(qui.acces, async (tx): Promise<Result<Rappel, Refus>> => {
    const demi = await lireDemi(tx, ou.session, ou.seance)
    if (!demi) return introuvable()
    if (demi.seance.close) return refuser('feuille-close', 'Cette feuille est déjà close.')
    const le = clock.now()
    const jour = jourLocal(le, demi.seance.zone)
    const dernier = await dernierRappel(tx, ou.seance)
    if (dernier && le.getTime() - dernier.getTime() < ATTENTE_MS)
      return refuser(
        'deja-rappelee',
        'Un rappel est parti il y a moins d’une heure : laissez-lui le temps de répondre, ou appelez.',
      )
    const fiches = await joindreIntervenants(tx, await fichesDeQuiAnime(tx, ou.seance, demi.comptes))
    // Un compte sans fiche d’intervenant : son adresse est celle du compte.
    const animent =
      fiches.length > 0
        ? fiches
        : (await adhesions(tx))
            .filter((m) => !m.enAttente && (m.au === null || m.au >= jour) && demi.comptes.includes(m.compte))
            .map((m) => ({
              personne: null,
              nom: `${m.prenom} ${m.nom}`,
              courriel: m.courriel,
              telephone: null,
            }))
    const reste = (await lireCases(tx, ou)).filter((c) => c.presence.etat === 'attendue').length
    const maison = await nomOrganisme(tx)
    const quand = `${formaterDate(demi.seance.date, 'complet')}, ${formaterCreneau(demi.seance.debut, demi.seance.fin)}`
    const joignables = animent.flatMap((a) =>
      a.courriel && isMailAddress(a.courriel) ? [{ ...a, courriel: a.courriel }] : [],
    )
    for (const a of joignables)
      await sendLater(
        tx,
        { keys },
        {
          a: a.courriel,
          suivi: {
            activite: demi.activite,
            etape: 'rappel-feuille',
            session: ou.session,
            ...(a.personne ? { personne: a.personne } : {}),
          },
          deLaPart: maison.nom,
          ...(maison.courriel ? { repondreA: maison.courriel } : {}),
          objet: `Votre feuille d’émargement attend : ${demi.session.intitule}`,
          texte: `${saluer(a.nom)}

La feuille du ${quand} n’est pas close.
${reste === 0 ? 'Chacun y a signé ou y est noté : il ne manque que votre signature.' : `${compter(reste, 'personne')} n’y ${reste > 1 ? 'ont' : 'a'} pas signé. Notez les absences, ou attestez les présences, puis signez.`}

${config.origine}${feuilleUrl(ou)}

${maison.nom}
`,
        },
      )
    if (joignables.length > 0)
      await consigner(tx, {
        activite: demi.activite,
        faitLe: le,
        module: 'emargement',
        geste: 'rappeler-feuille',
        objet: { genre: 'seance', id: ou.seance },
        phrase: `Un rappel de feuille est parti à qui anime la demi-journée (${compter(joignables.length, 'courriel')}).`,
      })
    return ok({
      ecrits: joignables.map((a) => a.nom),
      aAppeler: animent
        .filter((a) => !joignables.some((j) => j.nom === a.nom))
        .map(({ nom, telephone }) => ({ nom, telephone })),
    })
  })
  return rendu ?? introuvable()
}
