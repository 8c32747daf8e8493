/** Qui un changement concerne, et ce qu’on lui en dit. */
import { piecesSuivies } from '#modules/documents/index.ts'
import { changementsDepuis, type SessionLue } from '#modules/sessions/index.ts'
import { nommerTiers } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { type AvisLu, inscriptionsAvisees, listerAvis, telephonesDe } from '../db/avis.ts'
import { type DossierLu, listerDossiers } from '../db/dossiers.queries.ts'
import { type Inscrit, listerInscrits } from '../db/inscriptions.queries.ts'
import { heure } from '../documents/donnees-pieces.ts'
import {
  avisDu,
  type Changement,
  type ConditionsChangees,
  calendrier,
  changementDe,
  connuDepuis,
  connusDe,
  type Demie,
  type GenreAvis,
  memesConditions,
  ontChange,
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
  /** Les autres stagiaires de cette adresse, que le même message prévient. */
  readonly autres: readonly { readonly nom: string; readonly inscription: Inscrit['id'] }[]
}

/** Qui apprend de ce message ce qui change : une personne, ou toutes celles de son adresse. */
export const nommes = (d: Pick<Destinataire, 'nom' | 'autres'>): readonly string[] => [
  d.nom,
  ...d.autres.map((x) => x.nom),
]

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
  readonly conditions: ConditionsChangees
  readonly destinataires: readonly Destinataire[]
  /** Qui anime, ou n’anime plus, et ne le sait pas : chacun son message. */
  readonly intervenants: readonly IntervenantAPrevenir[]
  readonly sansCourriel: readonly SansCourriel[]
  /** Les payeurs qui ne sont pas le client : leur portail fait foi, aucun courriel d’ici. */
  readonly financeurs: readonly string[]
  readonly envoyes: readonly AvisLu[]
}

const destinatairesDe = (inscrits: readonly Inscrit[], dossiers: readonly DossierLu[]) => {
  type Message = Omit<Destinataire, 'autres'> & { readonly autres: Destinataire['autres'][number][] }
  const vus = new Map<string, Message>()
  const sansCourriel: Omit<SansCourriel, 'telephone' | 'prevenue'>[] = []
  const ajouter = (
    nom: string,
    courriel: string | null,
    cle: Pick<Destinataire, 'inscription' | 'dossier'>,
  ) => {
    if (!courriel || !isMailAddress(courriel))
      return void sansCourriel.push({ nom, inscription: cle.inscription })
    // Qui paie pour lui-même est stagiaire et client ; deux stagiaires peuvent n’avoir que l’adresse de leur employeur : un seul message.
    const deja = vus.get(courriel.toLowerCase())
    if (!deja) vus.set(courriel.toLowerCase(), { nom, courriel, ...cle, autres: [] })
    else if (cle.inscription !== null) deja.autres.push({ nom, inscription: cle.inscription })
  }
  for (const i of inscrits) ajouter(`${i.prenom} ${i.nom}`, i.courriel, { inscription: i.id, dossier: null })
  for (const d of dossiers)
    if (d.acheteur !== 'personne' || d.signataireCourriel)
      ajouter(
        d.signataireNom ? `${d.signatairePrenom ?? ''} ${d.signataireNom}`.trim() : d.client,
        d.signataireCourriel,
        { inscription: null, dossier: d.id },
      )
  return { destinataires: [...vus.values()], sansCourriel }
}

/** Ce qui change du lieu, des salles, du lien et de qui forme, depuis ce que chacun a reçu ; rien tant que rien n’est parti. */
export const conditionsChangees = async (
  tx: TenantTx,
  session: SessionLue,
  depuis: Date | undefined,
  maintenant: Date,
): Promise<ConditionsChangees> => {
  if (!depuis) return memesConditions
  const net = await changementsDepuis(tx, session, depuis, maintenant)
  const noms = await nommerTiers(tx, [...net.arrivent.keys()])
  return {
    lieuAvant: net.lieu,
    forment: [...net.arrivent.keys()].flatMap((p) => noms.get(p) ?? []),
    salles: session.seances.flatMap((x) => {
      const siennes = net.salles.get(x.id)
      return siennes
        ? [{ date: x.jour, debut: heure(x.debutMinutes), fin: heure(x.finMinutes), noms: siennes }]
        : []
    }),
    lien: net.lien,
    ...(net.premierLien ? { premierLien: true as const } : {}),
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
    conditions: ontChange(conditions),
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
