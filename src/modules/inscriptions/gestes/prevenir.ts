/** Prévenir stagiaires, clients, et qui anime, d’un report, d’une interruption, d’une annulation, ou de ce qui change. */

import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { enumerer, saluer } from '#kernel/texte.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import { lireSession, type SessionLue } from '#modules/sessions/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import type { Services } from '#platform/services.ts'
import { noterAvis } from '../db/avis.ecritures.ts'
import { type Changement, calendrierAnnonce, type GenreAvis } from '../domain/avis.ts'
import type { IntervenantAPrevenir } from '../lecture/intervenants-a-prevenir.ts'
import { nommes, quiPrevenir } from './qui-prevenir.ts'

const objetDe = (genre: GenreAvis, changement: Changement): string =>
  ({
    annulation: 'Annulée',
    report: 'Reportée',
    interruption: 'Interrompue',
    conditions: 'Ce qui change',
    dates: {
      dates: 'Nouvelles dates',
      modalites: 'Ce qui change',
      precisions: 'Où suivre chaque demi-journée',
    }[changement],
  })[genre]

const objetsAQuiAnime: Readonly<Record<IntervenantAPrevenir['nouvelle'], string>> = {
  arrive: 'Vous animez',
  quitte: 'Vous n’animez plus',
  change: 'Ce qui change pour vous',
  annulation: 'Annulée',
  report: 'Reportée',
  interruption: 'Interrompue',
}

const aQuiAnime = (i: IntervenantAPrevenir, calendrier: string) => ({
  inscription: null,
  dossier: null,
  personne: i.personne,
  texte: i.texte,
  calendrier,
})
/** Une suspension se reconnaît à son genre ; le reste est un changement. */
const genreDe = (i: IntervenantAPrevenir, genre: GenreAvis): GenreAvis =>
  i.nouvelle === 'arrive' || i.nouvelle === 'quitte' || i.nouvelle === 'change'
    ? genre === 'dates'
      ? 'dates'
      : 'conditions'
    : i.nouvelle

/**
 * Envoie l’avis à chacun, une fois. `vus` : le nombre d’avis que montrait la page ; s’il en est parti depuis, rien ne
 * repart. Les messages sont déposés dans la transaction : ni avis sans message, ni message sans avis.
 */
export const prevenir = async (
  services: Pick<Services, 'keys' | 'clock'>,
  tx: TenantTx,
  ou: {
    readonly session: SessionLue
    readonly texte: string
    readonly vus: number
    /** Inscriptions et fiches sans courriel, prévenues de vive voix. */
    readonly voix: ReadonlySet<string>
  },
): Promise<Result<{ readonly envois: number; readonly voix: number; readonly genre: GenreAvis }, Refus>> => {
  const session = await lireSession(tx, ou.session.id, { verrouiller: true })
  if (!session) return refuser('introuvable', 'Cette session n’existe pas ici.')
  const le = services.clock.now()
  const a = await quiPrevenir(tx, session, le)
  if (a.envoyes.length !== ou.vus)
    return refuser(
      'deja-parti',
      'Un avis est parti depuis que vous avez ouvert cette page\u00a0: relisez-le.',
    )
  // Rien de dû : on peut encore écrire à tous : c’est un avis de dates, avec le calendrier du jour. Sauf si qui anime est seul à l’ignorer.
  const genre = a.genre ?? 'dates'
  const destinataires = a.aTous ? a.destinataires : []
  const animent = a.intervenants.filter((i) => i.courriel !== null && isMailAddress(i.courriel))
  const voix = [
    ...a.sansCourriel.flatMap(({ inscription }) =>
      inscription && ou.voix.has(inscription) ? [{ inscription }] : [],
    ),
    ...a.intervenants.filter((i) => !animent.includes(i) && ou.voix.has(i.personne)),
  ]
  if (destinataires.length + animent.length + voix.length === 0)
    return refuser(
      'personne',
      'Personne n’a de courriel dans cette session\u00a0: prévenez de vive voix, puis cochez qui l’est.',
    )
  if (destinataires.length > 0 && ou.texte.length < 10)
    return refuser('texte', 'Écrivez ce que chacun doit savoir.')
  const maison = await lireOrganisme(tx)
  const commun = { activite: session.activite, session: session.id, le }
  const dire = (
    d: { readonly nom: string; readonly courriel: string; readonly objet: string | null },
    objet: string,
    texte: string,
  ) =>
    sendLater(tx, services, {
      a: d.courriel,
      suivi: { activite: session.activite, etape: 'avis-dates', session: session.id, objet: d.objet },
      deLaPart: maison.nom,
      ...(maison.courriel ? { repondreA: maison.courriel } : {}),
      objet: `${objet}\u00a0: ${session.intitule}`,
      texte: `${saluer(d.nom)}\n\n${texte}\n\n${maison.nom}\n`,
    })
  const annonce = calendrierAnnonce(genre, a.calendrier)
  for (const d of destinataires) {
    for (const { inscription, dossier } of [d, ...d.autres.map((x) => ({ ...x, dossier: null }))])
      await noterAvis(tx, {
        ...commun,
        id: newId(),
        inscription,
        dossier,
        genre,
        texte: ou.texte,
        calendrier: annonce,
      })
    await dire(
      { ...d, nom: enumerer(nommes(d)), objet: d.inscription ?? d.dossier },
      objetDe(genre, a.changement),
      ou.texte,
    )
  }
  for (const i of animent) {
    await noterAvis(tx, { ...commun, id: newId(), ...aQuiAnime(i, annonce), genre: genreDe(i, genre) })
    if (i.courriel)
      await dire({ nom: i.nom, courriel: i.courriel, objet: null }, objetsAQuiAnime[i.nouvelle], i.texte)
  }
  for (const v of voix)
    await noterAvis(tx, {
      ...commun,
      id: newId(),
      canal: 'voix',
      ...('personne' in v
        ? { ...aQuiAnime(v, annonce), genre: genreDe(v, genre) }
        : {
            inscription: v.inscription,
            dossier: null,
            texte: ou.texte || 'De vive voix.',
            calendrier: annonce,
            // Dit après le courriel aux autres : c’est le même avis.
            genre: a.genre ?? a.envoyes[0]?.genre ?? genre,
          }),
    })
  await consigner(tx, {
    activite: session.activite,
    faitLe: le,
    module: 'inscriptions',
    geste: 'prevenir',
    objet: { genre: 'session', id: session.id },
    phrase: `Un avis part pour {session:${session.id}}.`,
    details: { genre, envois: destinataires.length, intervenants: animent.length, voix: voix.length },
  })
  return ok({ envois: destinataires.flatMap(nommes).length + animent.length, voix: voix.length, genre })
}
