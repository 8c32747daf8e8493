/** Prévenir stagiaires, clients, et qui anime, d’un report, d’une interruption, d’une annulation, ou de ce qui change. */

import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { piecesSuivies } from '#modules/documents/index.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import { changementsDepuis, lireSession, type SessionLue } from '#modules/sessions/index.ts'
import { nommerTiers } from '#modules/tiers/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import type { Services } from '#platform/services.ts'
import { noterAvis } from '../db/avis.ecritures.ts'
import { type AvisLu, inscriptionsAvisees, listerAvis, telephonesDe } from '../db/avis.ts'
import { type DossierLu, listerDossiers } from '../db/dossiers.queries.ts'
import { type Inscrit, listerInscrits } from '../db/inscriptions.queries.ts'
import {
  avisDu,
  type Changement,
  calendrier,
  calendrierAnnonce,
  changementDe,
  connuDepuis,
  connusDe,
  type Demie,
  type GenreAvis,
  precisees,
} from '../domain/avis.ts'
import { demiesDe } from '../lecture/demies-de.ts'
import { type IntervenantAPrevenir, intervenantsAPrevenir } from '../lecture/intervenants-a-prevenir.ts'

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

/** À prévenir de vive voix : une inscription se note prévenue, un client non. */
export type SansCourriel = {
  readonly nom: string
  readonly telephone: string | null
  readonly inscription: Inscrit['id'] | null
  /** Le dernier avis lui est dit. */
  readonly prevenue: boolean
}

export type APrevenir = {
  /** Ce que l’on doit dire aujourd’hui ; rien : chacun le sait. */
  readonly genre: GenreAvis | undefined
  /** Faux : le message aux autres est parti, il ne reste que qui anime, ou qui n’a pas de courriel. On ne leur écrit pas deux fois. */
  readonly aTous: boolean
  /** Ce que l’avis de dates apprend. */
  readonly changement: Changement
  readonly calendrier: string
  /** Le lieu que l’on avait dit, s’il change ; qui forme, si cela change. */
  readonly conditions: { readonly lieuAvant: string | null; readonly forment: readonly string[] }
  readonly destinataires: readonly Destinataire[]
  /** Qui anime, ou n’anime plus, et ne le sait pas : chacun son message. */
  readonly intervenants: readonly IntervenantAPrevenir[]
  readonly sansCourriel: readonly SansCourriel[]
  /** Les payeurs qui ne sont pas le client : leur portail fait foi, aucun courriel d’ici. */
  readonly financeurs: readonly string[]
  readonly envoyes: readonly AvisLu[]
}

const destinatairesDe = (inscrits: readonly Inscrit[], dossiers: readonly DossierLu[]) => {
  const vus = new Set<string>()
  const destinataires: Destinataire[] = []
  const sansCourriel: Omit<SansCourriel, 'telephone' | 'prevenue'>[] = []
  const ajouter = (
    nom: string,
    courriel: string | null,
    cle: Pick<Destinataire, 'inscription' | 'dossier'>,
  ) => {
    if (!courriel || !isMailAddress(courriel))
      return void sansCourriel.push({ nom, inscription: cle.inscription })
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

/** Ce qui change du lieu et de qui forme, depuis ce que chacun a reçu ; rien tant que rien n’est parti. */
export const conditionsChangees = async (
  tx: TenantTx,
  session: SessionLue,
  depuis: Date | undefined,
  maintenant: Date,
): Promise<APrevenir['conditions']> => {
  if (!depuis) return { lieuAvant: null, forment: [] }
  const net = await changementsDepuis(tx, session, depuis, maintenant)
  const noms = await nommerTiers(tx, [...net.arrivent.keys()])
  return {
    lieuAvant: net.lieu,
    forment: [...net.arrivent.keys()].flatMap((p) => noms.get(p) ?? []),
  }
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
  const conditions = await conditionsChangees(tx, session, connuDepuis(pieces, dernier), maintenant)
  const genre = avisDu({
    etat: session.etat,
    aujourdhui,
    dernier,
    connus,
    precise,
    conditions: conditions.lieuAvant !== null || conditions.forment.length > 0,
  })
  const { destinataires, sansCourriel } = destinatairesDe(inscrits, dossiers)
  const [intervenants, avisees, telephones] = await Promise.all([
    intervenantsAPrevenir(tx, session, maintenant),
    dernier && genre === undefined ? inscriptionsAvisees(tx, session.id, dernier.le) : new Set<string>(),
    telephonesDe(
      tx,
      inscrits.filter((i) => sansCourriel.some((s) => s.inscription === i.id)).map((i) => i.personne),
    ),
  ])
  const reste = sansCourriel.some((s) => s.inscription !== null && !avisees.has(s.inscription))
  return {
    genre,
    aTous: genre !== undefined || !(intervenants.length > 0 || (dernier !== undefined && reste)),
    changement: changementDe(genre, connus, aujourdhui),
    conditions,
    calendrier: aujourdhui,
    destinataires,
    intervenants,
    sansCourriel: sansCourriel.map((s) => ({
      ...s,
      telephone: telephones.get(inscrits.find((i) => i.id === s.inscription)?.personne ?? '') ?? null,
      prevenue: s.inscription !== null && avisees.has(s.inscription),
    })),
    financeurs: [
      ...new Set(
        dossiers.flatMap((d) => d.financements.filter((f) => f.payeur !== d.client).map((f) => f.payeur)),
      ),
    ],
    envoyes,
  }
}

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
      texte: `Bonjour ${d.nom},\n\n${texte}\n\n${maison.nom}\n`,
    })
  const annonce = calendrierAnnonce(genre, a.calendrier)
  for (const d of destinataires) {
    await noterAvis(tx, {
      ...commun,
      id: newId(),
      inscription: d.inscription,
      dossier: d.dossier,
      genre,
      texte: ou.texte,
      calendrier: annonce,
    })
    await dire({ ...d, objet: d.inscription ?? d.dossier }, objetDe(genre, a.changement), ou.texte)
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
  return ok({ envois: destinataires.length + animent.length, voix: voix.length, genre })
}
