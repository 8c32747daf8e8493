/** Prévenir stagiaires et clients d’un report, d’une interruption, d’une annulation ou de dates changées. */

import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { piecesSuivies } from '#modules/documents/index.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import { lireSession, type SessionLue } from '#modules/sessions/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import type { Services } from '#platform/services.ts'
import { noterAvis } from '../db/avis.ecritures.ts'
import { type AvisLu, listerAvis } from '../db/avis.ts'
import { type DossierLu, listerDossiers } from '../db/dossiers.queries.ts'
import { type Inscrit, listerInscrits } from '../db/inscriptions.queries.ts'
import {
  avisDu,
  type Changement,
  calendrier,
  calendrierAnnonce,
  changementDe,
  connusDe,
  type Demie,
  type GenreAvis,
  precisees,
} from '../domain/avis.ts'
import { demiesDe } from '../lecture/demies-de.ts'

/** Ce que les convocations reçues laissaient à préciser, et que la session dit maintenant. */
export const preciseesDe = (
  session: SessionLue,
  pieces: readonly { readonly genre: string; readonly seances: readonly Demie[] | null }[],
  dernier: AvisLu | undefined,
  maintenant: Date,
): readonly Demie[] =>
  precisees({
    convocations: pieces.flatMap((p) => (p.genre === 'convocation' && p.seances ? [p.seances] : [])),
    aVenir: demiesDe(session, maintenant),
    mixte: session.modalite === 'mixte',
    dernier: dernier?.calendrier,
  })

export type Destinataire = {
  readonly nom: string
  readonly courriel: string
  readonly inscription: Inscrit['id'] | null
  readonly dossier: DossierLu['id'] | null
}

export type APrevenir = {
  /** Ce que l’on doit dire aujourd’hui ; rien : chacun le sait. */
  readonly genre: GenreAvis | undefined
  /** Ce que l’avis de dates apprend. */
  readonly changement: Changement
  readonly calendrier: string
  readonly destinataires: readonly Destinataire[]
  readonly sansCourriel: readonly string[]
  /** Les payeurs qui ne sont pas le client : leur portail fait foi, aucun courriel d’ici. */
  readonly financeurs: readonly string[]
  readonly envoyes: readonly AvisLu[]
}

const destinatairesDe = (inscrits: readonly Inscrit[], dossiers: readonly DossierLu[]) => {
  const vus = new Set<string>()
  const destinataires: Destinataire[] = []
  const sansCourriel: string[] = []
  const ajouter = (
    nom: string,
    courriel: string | null,
    cle: Pick<Destinataire, 'inscription' | 'dossier'>,
  ) => {
    if (!courriel || !isMailAddress(courriel)) return void sansCourriel.push(nom)
    // Qui paie pour lui-même est stagiaire et client : un seul message.
    if (vus.has(courriel.toLowerCase())) return
    vus.add(courriel.toLowerCase())
    destinataires.push({ nom, courriel, ...cle })
  }
  for (const i of inscrits) ajouter(`${i.prenom} ${i.nom}`, i.courriel, { inscription: i.id, dossier: null })
  for (const d of dossiers)
    if (d.acheteur !== 'personne' || d.signataireCourriel)
      ajouter(
        d.signataireNom ? `${d.signatairePrenom ?? ''} ${d.signataireNom}`.trim() : d.client,
        d.signataireCourriel,
        { inscription: null, dossier: d.id },
      )
  return { destinataires, sansCourriel }
}

export const quiPrevenir = async (
  tx: TenantTx,
  session: SessionLue,
  maintenant: Date,
): Promise<APrevenir> => {
  const inscrits = (await listerInscrits(tx, session.id)).filter((i) => i.closeLe === null)
  const dossiers = (await listerDossiers(tx, session.id)).filter((d) => d.retracteLe === null)
  const envoyes = await listerAvis(tx, session.id)
  const pieces = await piecesSuivies(tx, [...dossiers.map((d) => d.id), ...inscrits.map((i) => i.id)])
  const aujourdhui = calendrier(demiesDe(session))
  const [dernier] = envoyes
  const connus = connusDe(pieces, dernier)
  const precise = preciseesDe(session, pieces, dernier, maintenant).length > 0
  const genre = avisDu({ etat: session.etat, aujourdhui, dernier, connus, precise })
  return {
    genre,
    changement: changementDe(genre, connus, aujourdhui),
    calendrier: aujourdhui,
    ...destinatairesDe(inscrits, dossiers),
    financeurs: [
      ...new Set(
        dossiers.flatMap((d) => d.financements.filter((f) => f.payeur !== d.client).map((f) => f.payeur)),
      ),
    ],
    envoyes,
  }
}

/**
 * Envoie l’avis à chacun, une fois. `vus` : le nombre d’avis que montrait la page ; s’il en est parti depuis, rien ne
 * repart. Les messages sont déposés dans la transaction : ni avis sans message, ni message sans avis.
 */
export const prevenir = async (
  services: Pick<Services, 'keys' | 'clock'>,
  tx: TenantTx,
  ou: { readonly session: SessionLue; readonly texte: string; readonly vus: number },
): Promise<Result<{ readonly envois: number; readonly genre: GenreAvis }, Refus>> => {
  const session = await lireSession(tx, ou.session.id, { verrouiller: true })
  if (!session) return refuser('introuvable', 'Cette session n’existe pas ici.')
  const le = services.clock.now()
  const a = await quiPrevenir(tx, session, le)
  if (a.envoyes.length !== ou.vus)
    return refuser(
      'deja-parti',
      'Un avis est parti depuis que vous avez ouvert cette page\u00a0: relisez-le.',
    )
  // Rien de dû : on peut encore écrire à tous, et cela se dit « dates » avec le calendrier du jour.
  const genre = a.genre ?? 'dates'
  if (a.destinataires.length === 0)
    return refuser('personne', 'Personne n’a de courriel dans cette session\u00a0: prévenez de vive voix.')
  const maison = await lireOrganisme(tx)
  const objets: Readonly<Record<GenreAvis, string>> = {
    annulation: 'Annulée',
    report: 'Reportée',
    interruption: 'Interrompue',
    dates: {
      dates: 'Nouvelles dates',
      modalites: 'Ce qui change',
      precisions: 'Où suivre chaque demi-journée',
    }[a.changement],
  }
  for (const d of a.destinataires) {
    await noterAvis(tx, {
      id: newId(),
      activite: session.activite,
      session: session.id,
      inscription: d.inscription,
      dossier: d.dossier,
      genre,
      texte: ou.texte,
      calendrier: calendrierAnnonce(genre, a.calendrier),
      le,
    })
    await sendLater(tx, services, {
      a: d.courriel,
      suivi: {
        activite: session.activite,
        etape: 'avis-dates',
        session: session.id,
        objet: d.inscription ?? d.dossier,
      },
      deLaPart: maison.nom,
      ...(maison.courriel ? { repondreA: maison.courriel } : {}),
      objet: `${objets[genre]}\u00a0: ${session.intitule}`,
      texte: `Bonjour ${d.nom},\n\n${ou.texte}\n\n${maison.nom}\n`,
    })
  }
  await consigner(tx, {
    activite: session.activite,
    faitLe: le,
    module: 'inscriptions',
    geste: 'prevenir',
    objet: { genre: 'session', id: session.id },
    phrase: `Un avis part pour {session:${session.id}}.`,
    details: { genre, envois: a.destinataires.length },
  })
  return ok({ envois: a.destinataires.length, genre })
}
