import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { formaterDate } from '#kernel/dates.ts'
import { formaterDuree, formaterHeure } from '#kernel/heures.ts'
import { asId, type PersonneId } from '#kernel/id.ts'
import type { EtatDuLien } from '#kernel/lien-envoye.ts'
import { compter, enumerer } from '#kernel/texte.ts'
import { heureLocale, jourLocal } from '#kernel/zones.ts'
import { droits, peutVisiteur } from '#modules/organisme/index.ts'
import { estSienne, lireSession } from '#modules/sessions/index.ts'
import type { Acces } from '#platform/db/access.ts'
import type { CodeEtat } from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import type { Case } from '../db/lectures.ts'
import { motifsAbsence } from '../domain/absence.ts'
import type { Voie } from '../domain/entree.ts'
import type { Demi, SessionId } from '../domain/ports.ts'
import type { InscriptionId, SeanceId } from '../domain/signer-demi-journee.ts'
import { fenetreDe } from '../domain/signer-demi-journee.ts'
import type { Remises } from '../gestes/remettre-preuves.ts'

const moments: Readonly<Record<string, string>> = {
  matin: 'matin',
  'apres-midi': 'après-midi',
  soiree: 'soirée',
}

export const momentDe = (demi: Demi): string => moments[demi.demiJournee] ?? demi.demiJournee
/** Avant la fin de l’action, rien ne manque : la pièce est à venir. */
export const etatDuRefus = (refus: { readonly code: string }): CodeEtat =>
  refus.code === 'action-non-finie' ? 'a-venir' : 'manquant'
/** En tête d’un titre. */
export const capitale = (texte: string): string => `${texte.slice(0, 1).toUpperCase()}${texte.slice(1)}`
/**
 * « 9 sur 12 inscrits ont signé » ; « 1 inscrit sur 12 a signé » : l’accord suit qui a signé, pas qui est inscrit. Une
 * présence attestée par qui forme n’est pas une signature : elle se compte à part.
 */
export const direSignees = (cases: readonly Pick<Case, 'presence' | 'regularisee'>[]): string => {
  const presentes = cases.filter((c) => c.presence.etat === 'signee')
  const attestees = presentes.filter((c) => c.regularisee).length
  const signees = presentes.length - attestees
  const dit =
    signees > 1
      ? `${signees} sur ${compter(cases.length, 'inscrit')} ont signé`
      : `${compter(signees, 'inscrit')} sur ${cases.length} a signé`
  return attestees > 0
    ? `${dit}, ${compter(attestees, 'présence attestée', { pluriel: 'présences attestées' })}`
    : dit
}

/** Où en est le lien d’une personne attendue. `ouverte` : on signe encore, un lien préparé est à transmettre. */
export const direLien = (demi: Demi, courriel: string | null, lien: EtatDuLien, ouverte: boolean): string => {
  const sans = courriel ? '' : 'sans courriel, '
  if (lien.etat === 'aucun') return `${sans}aucun lien envoyé`
  if (lien.etat === 'en-route') return `${sans}lien en cours d’envoi`
  if (lien.etat === 'en-attente')
    return `${sans}lien en attente : le serveur de courrier ne répond pas encore`
  if (lien.etat === 'non-remis')
    return `${sans}${lien.revenu ? 'courriel revenu' : 'courriel non parti'}${lien.pourquoi ? ` : ${lien.pourquoi}` : ''}`
  const quand = `${formaterDate(jourLocal(lien.le, demi.seance.zone), 'court')} à ${heureEn(demi, lien.le)}`
  // Sans journal du courrier, rien ne distingue le lien parti de celui que l’on copie.
  if (lien.etat === 'ne') return `${sans}lien ${courriel ? 'envoyé ou préparé' : 'préparé'} le ${quand}`
  if (lien.etat === 'envoye') return `${sans}lien envoyé le ${quand}`
  return `${sans}lien préparé le ${quand}${ouverte ? ', à transmettre' : ''}`
}

/** « mardi 24 novembre 2026, matin ». */
export const nommer = (demi: Demi): string =>
  `${formaterDate(demi.seance.date, 'complet')}, ${momentDe(demi)}`
/** L’heure de la salle : la seule que la feuille connaisse. */
export const heureEn = (demi: Demi, le: Date): string =>
  formaterHeure(heureLocale(le, demi.seance.zone).minute)
export const fermeture = (demi: Demi): string => heureEn(demi, fenetreDe(demi.seance).fermeLe)

export type EtatDeCase = {
  readonly etat: 'prouve' | 'manquant' | 'a-venir' | 'a-juger' | 'partiel'
  readonly mot: string
}

/** « , retard 20 min, départ 10 min avant la fin » ; rien sans minutes perdues. */
export const motMinutes = ({ minutes }: Pick<Case, 'minutes'>): string =>
  `${minutes.retard > 0 ? `, retard ${formaterDuree(minutes.retard)}` : ''}${minutes.depart > 0 ? `, parti ${formaterDuree(minutes.depart)} avant la fin` : ''}`

/** « absence, transports ou intempéries ». Une absence d’avant la liste n’a que sa marque. */
const motAbsence = (c: Case): string =>
  c.absence
    ? `absence, ${motifsAbsence[c.absence].mot.toLowerCase()}`
    : c.justifiee
      ? 'absence, justificatif remis'
      : 'absence'

const mots: Readonly<Record<Voie, string>> = {
  lien: 'par son lien',
  tablette: 'sur la tablette',
  qr: 'par le code de la salle',
  formateur: '',
  papier: 'sur papier',
}
export const motPorte = (c: Pick<Case, 'porte'>): string => (c.porte ? mots[c.porte] : '')

/** L’état d’une case à cet instant : une forme et un mot. */
export const etatDe = (demi: Demi, c: Case, maintenant: Date): EtatDeCase => {
  if (c.presence.etat === 'signee')
    return c.regularisee
      ? { etat: 'partiel', mot: `régularisée, ${heureEn(demi, c.presence.signeeLe)}${motMinutes(c)}` }
      : { etat: 'prouve', mot: `signée, ${heureEn(demi, c.presence.signeeLe)}${motMinutes(c)}` }
  if (c.presence.etat === 'absente') return { etat: 'a-juger', mot: motAbsence(c) }
  const { ouvreLe, fermeLe } = fenetreDe(demi.seance)
  if (maintenant < ouvreLe) return { etat: 'a-venir', mot: `dès ${heureEn(demi, ouvreLe)}` }
  return { etat: 'manquant', mot: maintenant <= fermeLe ? 'à signer' : 'non signée' }
}

/**
 * Le formateur tient la feuille de sa session ; si personne de qui anime la demi-journée n’a de compte, qui la prépare supplée : remplacé
 * la veille, le formateur de la session n’est pas là. Personne d’autre : un responsable qui veut la tenir change d’abord qui anime.
 */
export const peutTenirLaFeuille = (v: Visiteur, demi: Pick<Demi, 'comptes' | 'animateurs'>): boolean =>
  !v.assistance &&
  ((demi.comptes.length > 0 &&
    peutVisiteur(v, 'emargement.animer', { estSien: demi.comptes.includes(v.personneId) })) ||
    (demi.animateurs.length === 0 && peutVisiteur(v, 'emargement.suppleer')))
/**
 * Qui prépare la session renvoie un lien de signature et rappelle sa feuille à qui l’anime. Tenir la feuille (noter, attester, clore)
 * reste à qui anime.
 */
export const peutRelancerLaFeuille = (v: Visiteur): boolean =>
  !v.assistance && peutVisiteur(v, 'emargement.suppleer')
/** Lire la feuille : `droits.ts`, et la sienne seulement pour un formateur. */
export const peutLireLaFeuille = (v: Visiteur, demi: Pick<Demi, 'comptes'>): boolean =>
  peutVisiteur(v, 'emargement.lire', { estSien: demi.comptes.includes(v.personneId) })
export const peutEmettre = (v: Visiteur): boolean => !v.assistance && peutVisiteur(v, 'documents.emettre')

export type Connecte = {
  readonly acces: Acces
  readonly id: PersonneId
  readonly nom: string
  readonly supplee: boolean
}

/** Le visiteur d’un organisme, et les identifiants de l’adresse ; rien si l’un ou l’autre manque. */
export const contexteDe = (
  c: Context<Env>,
):
  | {
      readonly visiteur: Visiteur
      readonly qui: Connecte
      readonly session: SessionId
      readonly seance: SeanceId | undefined
    }
  | undefined => {
  const visiteur = c.get('visiteur')
  const session = asId<'Session'>(c.req.param('session') ?? '')
  if (!visiteur?.organisme || !session) return undefined
  return {
    visiteur,
    qui: {
      acces: visiteur.acces,
      id: visiteur.personneId,
      nom: visiteur.nom,
      supplee: !visiteur.assistance && peutVisiteur(visiteur, 'emargement.suppleer'),
    },
    session,
    seance: asId<'Seance'>(c.req.param('seance') ?? ''),
  }
}

/** Les présences d’une session : par qui en répond, et par qui l’anime. Une réponse : on s’arrête là. */
export const refuserPresences = async (
  c: Context<Env>,
  { visiteur, qui, session }: { visiteur: Visiteur; qui: Connecte; session: SessionId },
): Promise<Response | undefined> => {
  const lue = await c.get('services').db.withTenant(qui.acces, (tx) => lireSession(tx, session))
  if (!lue) return notFound(c)
  const estSien = estSienne(lue, visiteur.personneId)
  return peutVisiteur(visiteur, 'emargement.lire', { estSien })
    ? undefined
    : forbidden(c, droits['emargement.lire'].phrase)
}

export const inscriptionDe = (texte: string): InscriptionId | undefined => asId<'Inscription'>(texte)
/** L’heure que l’appareil dit, écrite par l’îlot du tracé ; rien si elle ne se lit pas, ou sans script. */
export const horlogeDe = (texte: string | undefined): Date | undefined =>
  texte !== undefined &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(texte) &&
  !Number.isNaN(Date.parse(texte))
    ? new Date(texte)
    : undefined

/** L’agent annoncé, borné : un texte du dehors, gardé dans la part privée. */
export const agentDe = (c: Context<Env>): string => (c.req.header('user-agent') ?? '').slice(0, 300)

/** Un jour : de quoi voir un même navigateur signer pour toute une classe, et rien d’une session à l’autre. Choix du produit. */
const dureeMarqueSec = 24 * 3600
const temoinMarque = 'coforme-marque'

/**
 * La marque du navigateur, la même à toutes les portes où l’on signe : tirée au sort, propre à l’instance, sans rien de l’appareil
 * ni de la personne. Elle ne sert qu’à voir qu’un seul appareil a signé pour plusieurs ; elle vit un jour, et s’efface avec la part
 * personnelle de l’entrée.
 */
export const marqueDe = (c: Context<Env>): string => {
  const lue = getCookie(c, temoinMarque)
  const marque = lue && /^[\w-]{22}$/.test(lue) ? lue : randomBytes(16).toString('base64url')
  if (marque !== lue)
    setCookie(c, temoinMarque, marque, {
      path: '/emargement',
      httpOnly: true,
      sameSite: 'Lax',
      secure: c.req.url.startsWith('https:') || c.req.header('x-forwarded-proto') === 'https',
      maxAge: dureeMarqueSec,
    })
  return c.get('services').keys.digest('emargement.marque', marque).toString('hex').slice(0, 32)
}

/** Ce que dit le retour d’un geste qui signe et remet : « 2 attestations signées, 2 envois en route. » */
export const direRemises = (r: Remises, genre: 'attestation' | 'extrait') => {
  const feminin = genre === 'attestation' ? 'e' : ''
  const dits = [
    r.signees > 0 ? `${compter(r.signees, genre)} signé${feminin}${r.signees > 1 ? 's' : ''}` : '',
    r.parties > 0 ? `${compter(r.parties, 'envoi')} en route` : '',
  ].filter(Boolean)
  return {
    genre: 'fait' as const,
    fort: `${dits.join(', ') || 'Rien de neuf'}.`,
    ...(r.sansCourriel.length > 0
      ? { suite: `Sans courriel, à remettre en main propre : ${enumerer(r.sansCourriel)}.` }
      : {}),
  }
}

/** Entière, par groupes de huit : un début ne prouverait rien. */
export const parGroupes = (empreinte: string): string => empreinte.replace(/(.{8})(?=.)/g, '$1 ')
