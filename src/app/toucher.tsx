/** Ce qu’un changement de session touche, lu de ce que chaque module en dirait une fois fait : papiers, feuille, factures, gens. */
import type { Child } from 'hono/jsx'
import { formaterDate } from '#kernel/dates.ts'
import { ok } from '#kernel/result.ts'
import { accorder, compter, enumerer } from '#kernel/texte.ts'
import { demanderDansLaTransaction } from '#modules/documents/index.ts'
import { suivreLesSessions } from '#modules/etapes/index.ts'
import { facturesDeLaSession } from '#modules/facturation/index.ts'
import {
  aAppeler,
  convocationsARefaire,
  convoquer,
  dossiersUneFois,
  engagementsARefaire,
  type FaireSigner,
  inscrireUrl,
  inscritsUneFois,
  nommes,
  type PrisesInscriptions,
  papiersARefaire,
  porteeDe,
  prevenir,
  proposerAvis,
  quiPrevenir,
  refaireEngagements,
} from '#modules/inscriptions/index.ts'
import { agendaDesMarches } from '#modules/marches/index.ts'
import { retenirSallePlanifiee } from '#modules/mutualisation/index.ts'
import { droits, peutVisiteur } from '#modules/organisme/index.ts'
import {
  type ADire,
  estSienne,
  etatSessionUrl,
  lireSession,
  type PrisesSessions,
  passageVers,
  type SessionLue,
  sessionUrl,
  type Touche,
} from '#modules/sessions/index.ts'
import { sansGarder, type TenantTx } from '#platform/db/index.ts'
import type { FaitsDeSession, SessionContribution } from '#web/contributions.ts'
import { faitsDe } from './pages/commun.ts'
import { prisesDesDocuments } from './prises.ts'

type Ligne = readonly [sujet: string, dit: Child]

const enTexte = (x: Child): string => String(x)

/** Ce que la session demandera de plus : un avenant, une convocation à refaire, un contrat qui manque. */
const enPlus = (avant: Required<FaitsDeSession>, apres: Required<FaitsDeSession>): Ligne[] => {
  const suites = apres.suites.filter((s) => s.rang === 10 && !avant.suites.some((a) => a.chose === s.chose))
  const connus = new Set(avant.manques.map((m) => enTexte(m.chose)))
  const manques = apres.manques.filter((m) => !connus.has(enTexte(m.chose)))
  return [
    ...suites.map((s): Ligne => ['À faire ensuite', <>{s.chose}.</>]),
    ...manques.map((m): Ligne => ['Manquera', m.chose]),
  ]
}

/** Qui tiendra la feuille des demi-journées qui changent de main. */
const quiTient = (avant: SessionLue, apres: SessionLue): Ligne[] => {
  const changent = apres.seances.filter((x) => {
    const hier = avant.seances.find((a) => a.id === x.id)
    const gens = (s: typeof x | undefined) => (s?.intervenants ?? []).map((i) => i.personne).join()
    return x.tenue && gens(hier) !== gens(x)
  })
  const parQui = new Map<string, string[]>()
  for (const x of changent) {
    const tiennent = x.intervenants.filter((i) => i.compte !== null)
    const qui =
      tiennent.length > 0
        ? enumerer(tiennent.map((i) => `${i.prenom} ${i.nom}`.trim()))
        : 'qui prépare la session, au nom de qui anime (sans compte ici)'
    parQui.set(qui, [...(parQui.get(qui) ?? []), formaterDate(x.jour, 'court')])
  }
  return [...parQui].map(([qui, jours]): Ligne => ['Feuille', `Tenue par ${qui}\u00a0: ${enumerer(jours)}.`])
}

const factures = async (tx: TenantTx, avant: SessionLue, apres: SessionLue): Promise<Ligne[]> => {
  const promis = (s: SessionLue) =>
    JSON.stringify([s.prixCentimes, s.etat, s.seances.map((x) => [x.finMinutes - x.debutMinutes, x.tenue])])
  if (promis(avant) === promis(apres)) return []
  const n = (await facturesDeLaSession(tx, avant.id)).length
  return n === 0
    ? []
    : [
        [
          'Factures',
          `${compter(n, 'facture')} déjà ${accorder(n, 'émise')}\u00a0: ${accorder(n, 'elle garde', 'elles gardent')} ce qu’${accorder(n, 'elle dit', 'elles disent')}. Un avoir corrige, s’il le faut.`,
        ],
      ]
}

/** Le prix de la session est celui qu’on propose ; un dossier ouvert garde le sien, convenu. */
const prixConvenus = async (tx: TenantTx, avant: SessionLue, apres: SessionLue): Promise<Ligne[]> => {
  if (avant.prixCentimes === apres.prixCentimes) return []
  const n = (await dossiersUneFois(tx, avant.id)).length
  return n === 0
    ? []
    : [
        [
          'Prix',
          `${compter(n, 'dossier ouvert', { pluriel: 'dossiers ouverts' })} ${accorder(n, 'garde', 'gardent')} le prix convenu\u00a0: il se change dans le dossier, tant que rien n’est signé.`,
        ],
      ]
}

const preuves = (avant: Required<FaitsDeSession>): Ligne[] => {
  const n = [...avant.seances.values()].filter((s) => s.emargee).length
  return n === 0
    ? []
    : [
        [
          'Preuves',
          `${compter(n, 'demi-journée', { pluriel: 'demi-journées' })} ${accorder(n, 'émargée')}\u00a0: rien n’y change.`,
        ],
      ]
}

/** Le client reçoit son lien de signature, dans la transaction du changement. */
const faireSigner: FaireSigner = (services, tx, organisme, piece, a) =>
  demanderDansLaTransaction(services, prisesDesDocuments, tx, organisme, piece, a)

/** Ce que les inscriptions demandent : voir ce qu’une arrivée touche, faire signer un avenant. */
export const prisesDesInscriptions = (
  contributions: () => readonly SessionContribution[],
): PrisesInscriptions => ({ toucher: toucherAvec(contributions), faireSigner })

const aDireDe = async (tx: TenantTx, session: SessionLue, le: Date): Promise<ADire | undefined> => {
  const a = await quiPrevenir(tx, session, le)
  if (a.genre === undefined && a.intervenants.length === 0) return undefined
  const tous = a.genre === undefined ? [] : a.destinataires
  return {
    texte: tous.length > 0 ? proposerAvis(session, a) : '',
    vus: a.envoyes.length,
    tous: tous.flatMap(nommes),
    animent: a.intervenants.map((i) => ({ nom: i.nom, courriel: i.courriel !== null, texte: i.texte })),
    appeler: a.genre === undefined ? aAppeler({ ...a, sansCourriel: [] }) : aAppeler(a),
    ailleurs:
      a.genre === undefined
        ? []
        : [
            ...a.sansCourriel.flatMap((s) => (s.inscription === null ? [`${s.nom} (sans courriel)`] : [])),
            ...a.financeurs.map((f) => `${f} (par son portail)`),
          ],
  }
}

/** Écrit à toute la session : qui convoque toute la session. */
const previent: PrisesSessions['previent'] = async (tx, visiteur, session) =>
  (await porteeDe(tx, visiteur, 'inscriptions.convoquer', session)) === 'tout'

export const toucherAvec =
  (contributions: () => readonly SessionContribution[]): PrisesSessions['toucher'] =>
  async (tx, { visiteur, session, le }, changer) => {
    const avant = await faitsDe(contributions(), tx, session, visiteur, le)
    const inscrits = (await inscritsUneFois(tx, session.id)).filter((i) => i.closeLe === null).length
    const prepare = await previent(tx, visiteur, session)
    return sansGarder(tx, async () => {
      const fait = await changer()
      if (!fait.ok) return fait
      const apres = await lireSession(tx, session.id)
      if (!apres) return ok<Touche>({ lignes: [] })
      const faits = await faitsDe(contributions(), tx, apres, visiteur, le)
      const aDire = await aDireDe(tx, apres, le)
      const convocations = await convocationsARefaire(tx, apres, le)
      const papiers = peutVisiteur(visiteur, 'documents.emettre') ? await papiersARefaire(tx, apres, le) : []
      const lignes = [
        ...enPlus(avant, faits),
        ...quiTient(session, apres),
        ...(await prixConvenus(tx, session, apres)),
        ...(peutVisiteur(visiteur, 'facturation.lire', { estSien: estSienne(session, visiteur.personneId) })
          ? await factures(tx, session, apres)
          : []),
      ]
      // Personne d’inscrit, ou rien de touché, et personne à prévenir : il n’y a qu’à écrire.
      if ((lignes.length === 0 || inscrits === 0) && !aDire) return ok<Touche>({ lignes: [] })
      return ok<Touche>({
        lignes: [
          ...(inscrits > 0
            ? [['Personnes', `${compter(inscrits, 'stagiaire')} ${accorder(inscrits, 'inscrit')}.`] as const]
            : []),
          ...lignes,
          ...preuves(avant),
          ...(aDire && !prepare
            ? [['À prévenir', 'Vous n’écrivez pas à toute la session : demandez à qui la prépare.'] as const]
            : []),
        ],
        ...(aDire && prepare ? { aDire } : {}),
        ...(convocations.nombre > 0 && prepare ? { convocations } : {}),
        ...(papiers.length > 0 ? { papiers } : {}),
      })
    })
  }

const arrets = [
  ['reportee', 'La session se reporte'],
  ['interrompue', 'Elle s’interrompt'],
  ['annulee', 'Elle s’annule'],
] as const

/** Ce que les sessions demandent : les contributions de tous, essayées ; les avis, qui partent. */
export const prisesDesSessions = (contributions: () => readonly SessionContribution[]): PrisesSessions => ({
  toucher: toucherAvec(contributions),
  previent,
  agenda: agendaDesMarches,
  retenirSalle: retenirSallePlanifiee,
  async dire(services, tx, visiteur, id, envoi) {
    const session = await lireSession(tx, id)
    if (!session)
      return { ok: false, error: { code: 'introuvable', phrase: 'Cette session n’existe pas ici.' } }
    if (!(await previent(tx, visiteur, session)))
      return { ok: false, error: { code: 'interdit', phrase: droits['inscriptions.convoquer'].phrase } }
    const fait = await prevenir(services, tx, { session, ...envoi })
    if (!fait.ok) return fait
    const { envois, voix } = fait.value
    return ok(
      `${[
        ...(envois > 0
          ? [`${compter(envois, 'personne')} ${accorder(envois, 'prévenue')} par courriel`]
          : []),
        ...(voix > 0 ? [`${compter(voix, 'personne')} ${accorder(voix, 'prévenue')} de vive voix`] : []),
      ].join(', ')}.`,
    )
  },
  async convoquer(services, tx, visiteur, id) {
    const session = await lireSession(tx, id)
    if (!session || !visiteur.organisme)
      return { ok: false, error: { code: 'introuvable', phrase: 'Cette session n’existe pas ici.' } }
    if (!(await previent(tx, visiteur, session)))
      return { ok: false, error: { code: 'interdit', phrase: droits['inscriptions.convoquer'].phrase } }
    const fait = await convoquer(services, tx, session, visiteur.organisme.id)
    return fait.ok
      ? ok(
          `${compter(fait.value.parties, 'convocation', { zero: 'Aucune convocation' })} ${accorder(fait.value.parties, 'refaite')}.`,
        )
      : fait
  },
  async refaire(services, tx, visiteur, id, papiers) {
    const session = await lireSession(tx, id)
    if (!session || !visiteur.organisme)
      return { ok: false, error: { code: 'introuvable', phrase: 'Cette session n’existe pas ici.' } }
    if (!peutVisiteur(visiteur, 'documents.emettre'))
      return { ok: false, error: { code: 'interdit', phrase: droits['documents.emettre'].phrase } }
    // Ceux qui se refont vraiment : ce que l’adresse dit d’autre ne fait rien.
    const siens = (await engagementsARefaire(tx, session, services.clock.now())).filter((e) =>
      papiers.has(e.dossier),
    )
    return refaireEngagements(
      services,
      faireSigner,
      tx,
      visiteur.organisme.id,
      session,
      siens.map((e) => e.dossier),
    )
  },
  suivre: suivreLesSessions,
  autres: (session, visiteur) => {
    const ici = { session: session.id }
    // La session n’y passe pas toujours, et chacun ne l’annule pas.
    const passages = peutVisiteur(visiteur, 'sessions.annuler', {
      estSien: estSienne(session, visiteur.personneId),
    })
      ? arrets.filter(([vers]) => passageVers(session.etat, vers) !== undefined)
      : []
    return [
      { libelle: 'Une personne arrive', href: inscrireUrl(ici) },
      { libelle: 'Une personne part', href: `${sessionUrl(ici)}#stagiaires` },
      ...passages.map(([vers, libelle]) => ({ libelle, href: etatSessionUrl({ ...ici, vers }) })),
    ]
  },
})
