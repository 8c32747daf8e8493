/** Ce qui arrive à un dossier une fois ouvert : signature, échéancier, rétractation, démarrage sans convention signée. */

import type { DateCivile } from '#kernel/dates.ts'
import type { PersonneId } from '#kernel/id.ts'
import { type Refus, refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { ditLaSante, SANS_SANTE } from '#kernel/sante.ts'
import { instantDe, jourLocal } from '#kernel/zones.ts'
import { tvaADire } from '#modules/organisme/index.ts'
import { lireSession, partTenue, type SessionId, type SessionLue } from '#modules/sessions/index.ts'
import { contactsDe } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import {
  poserDemarrage,
  poserRetractation,
  poserSignataire,
  poserSignature,
  poserSuivi,
  remplacerEcheances,
} from '../db/dossiers.ecritures.ts'
import { type DossierLu, lireDossier } from '../db/dossiers.queries.ts'
import { poserEtat } from '../db/inscriptions.ecritures.ts'
import { etatComplet, listerInscrits } from '../db/inscriptions.queries.ts'
import { visaManquant } from '../db/pieces.queries.ts'
import { direTard as phraseTardive } from '../domain/a-temps.ts'
import type { DossierId, Echeance } from '../domain/dossier.ts'
import { changerInscription } from '../domain/etats.ts'
import {
  doitLaPartSuivie,
  type RefusEcheancier,
  refusDEnvoi,
  verifierEcheancier,
} from '../domain/retractation.ts'
import { lireMembres } from '../lecture/equipe.ts'
import { lirePrixDu } from '../lecture/prix-du-client.ts'
import { delaiDe, retractationDe } from '../lecture/retractation-de.ts'

/** L’avertissement d’une signature tardive, faite ou à faire, s’il y a lieu. */
export const direTard = (d: DossierLu, session: SessionLue, maintenant: Date): string | undefined =>
  phraseTardive(d, partTenue(session).seances[0], session.zone, maintenant)

/** Ce client s’est rétracté, et ne doit rien : ni la suite, ni ce qu’il aurait suivi. */
export const rienDu = (d: DossierLu): boolean =>
  d.retracteLe !== null && !doitLaPartSuivie({ ...d, delaiJours: delaiDe(d).jours })

export const seancesDues = (session: SessionLue) =>
  partTenue(session).seances.map((s) => ({ jour: s.jour, minutes: s.finMinutes - s.debutMinutes }))

const introuvable = () => refuser('introuvable', 'Ce dossier n’existe pas ici.')
type Ou = { readonly session: SessionId; readonly dossier: DossierId }

const lire = async (tx: TenantTx, ou: Ou) => {
  const session = await lireSession(tx, ou.session)
  const dossier = session && (await lireDossier(tx, ou.session, ou.dossier, { verrouiller: true }))
  return session && dossier ? { session, dossier } : undefined
}

const noter = (tx: TenantTx, d: DossierLu, geste: string, phrase: string, le: Date, details = {}) =>
  consigner(tx, {
    activite: d.activite,
    faitLe: le,
    module: 'inscriptions',
    geste,
    objet: { genre: 'dossier', id: d.id },
    phrase,
    details,
  })

/**
 * Le client a signé : par le lien (le module des documents l'appelle) ou par un exemplaire rapporté et daté. La
 * première signature fait foi. L'échéancier, s'il existe, est éprouvé contre le délai qui commence : un contrat dont
 * une somme tombe avant l'expiration ne se signe pas.
 */
export const constaterSignature = async (
  tx: TenantTx,
  ou: Ou & {
    readonly signeLe: Date
    readonly moyen: 'lien' | 'scan'
    readonly piece?: string | undefined
    readonly debutAnticipe?: boolean
  },
  le: Date,
): Promise<Result<'signe', Refus>> => {
  const lu = await lire(tx, ou)
  if (!lu) return introuvable()
  const { dossier: d, session } = lu
  if (d.regime === 'cpf')
    return refuser('sans-signature', 'Le CPF se conclut sur la plateforme : rien ne se signe ici.')
  if (d.signeLe) return ok('signe')
  if (d.retracteLe) return refuser('retracte', 'Ce client s’est rétracté.')
  if (ou.signeLe > le)
    return refuser('date-future', 'Une signature se constate après coup : cette date est à venir.')
  if (d.regime === 'contrat' && d.echeances.length > 0) {
    const fin = retractationDe(d, session, ou.signeLe)
    const fautes =
      fin === null
        ? []
        : verifierEcheancier(d.echeances, {
            prix: (await lirePrixDu(tx, d, le)).prix,
            exigibleDes: fin.exigibleDes,
            seances: seancesDues(session),
          })
    const faute = fautes[0]
    if (faute)
      return refuser(
        'echeancier-contraire',
        `À cette date de signature, l’échéancier ne tient plus. ${faute.phrase}`,
      )
  }
  if (!ou.piece && (await visaManquant(tx, d.id)))
    return refuser(
      'sans-visa',
      'Émettez d’abord la pièce, et attendez le visa de l’équipe d’appui : un papier signé engage la coopérative autant qu’un lien.',
    )
  const anticipe = ou.debutAnticipe === true && delaiDe(d).jours > 0
  if (
    !(await poserSignature(tx, d.id, { le: ou.signeLe, moyen: ou.moyen, piece: ou.piece ?? null, anticipe }))
  )
    return ok('signe')
  await noter(tx, d, 'constater-signature', `Le client signe, pour {session:${ou.session}}.`, le, {
    moyen: ou.moyen,
    ...(anticipe ? { debutAnticipe: true } : {}),
  })
  return ok('signe')
}

/** La personne s’est rétractée dans son délai, jugé au jour de l’envoi : ses inscriptions s'éteignent. */
export const retracter = async (
  tx: TenantTx,
  ou: Ou & { readonly motif: string; readonly envoyeeLe?: DateCivile | undefined },
  le: Date,
): Promise<Result<{ readonly inscriptions: number }, Refus>> => {
  const lu = await lire(tx, ou)
  if (!lu) return introuvable()
  const { dossier: d, session } = lu
  const delai = retractationDe(d, session)
  if (!delai || !d.signeLe)
    return refuser(
      'sans-delai',
      'La loi ne donne pas de délai de rétractation à ce dossier, ou il n’est pas signé.',
    )
  const { zone } = session
  const aujourdhui = jourLocal(le, zone)
  const envoyeeLe = ou.envoyeeLe ?? aujourdhui
  const refusee = refusDEnvoi(envoyeeLe, {
    signeLe: jourLocal(d.signeLe, zone),
    delaiJours: delaiDe(d).jours,
    dernierJour: delai.dernierJour,
    aujourdhui,
  })
  if (refusee) return ko(refusee)
  // Une lettre ne dit qu'un jour : midi du lieu, et jamais avant la signature.
  const envoi = envoyeeLe === aujourdhui ? le : instantDe(envoyeeLe, 720, zone).instant
  const retracteLe = new Date(Math.max(envoi.getTime(), d.signeLe.getTime()))
  const sortent = []
  for (const i of await listerInscrits(tx, ou.session)) {
    if (i.dossier !== d.id) continue
    const passage = changerInscription(etatComplet(i), 'retracte', { 'dans-le-delai': true }, ou.motif)
    if (passage.ok) sortent.push({ ...i, sortie: passage.value.motif })
    // Déjà sortie, elle reste comme elle est. Un motif refusé arrête tout, avant que rien ne soit écrit.
    else if (passage.error.code !== 'transition-impossible') return passage
  }
  if (!(await poserRetractation(tx, d.id, retracteLe))) return ok({ inscriptions: 0 })
  let n = 0
  for (const i of sortent) if (await poserEtat(tx, i.id, i.version, 'retracte', i.sortie, le)) n += 1
  await noter(tx, d, 'retracter', `Le client se rétracte, pour {session:${ou.session}}.`, le, {
    inscriptions: n,
    envoyeeLe,
  })
  return ok({ inscriptions: n })
}

/** Commencer sans la convention signée : permis, jamais en silence. Un contrat ne le permet pas. */
export const demarrerSansSignature = async (
  tx: TenantTx,
  ou: Ou & { readonly motif: string },
  le: Date,
): Promise<Result<'note', Refus>> => {
  const lu = await lire(tx, ou)
  if (!lu) return introuvable()
  const { dossier: d } = lu
  if (d.regime !== 'convention')
    return refuser(
      'pas-une-convention',
      'Seule une convention peut se signer après le début ; un contrat se signe avant.',
    )
  const motif = ou.motif.trim()
  if (motif.length < 3) return refuser('motif-exige', 'Dites pourquoi : le motif entre dans le dossier.')
  if (ditLaSante(motif)) return refuser('motif-de-sante', SANS_SANTE)
  if (!(await poserDemarrage(tx, d.id, motif)))
    return refuser('deja-signee', 'La convention est signée : il n’y a rien à passer outre.')
  await noter(
    tx,
    d,
    'demarrer-sans-signature',
    `{session:${ou.session}} peut commencer sans la convention signée.`,
    le,
  )
  return ok('note')
}

/** Le signataire se choisit parmi les contacts du client qui peuvent signer ; une fois signé, il ne change plus. */
export const designerSignataire = async (
  tx: TenantTx,
  ou: Ou & { readonly version: number; readonly personne: string },
  le: Date,
): Promise<Result<'designe', Refus>> => {
  const lu = await lire(tx, ou)
  if (!lu) return introuvable()
  const { dossier: d } = lu
  if (d.signeLe) return refuser('signe', 'Ce dossier est signé : son signataire ne change plus.')
  const choisi = d.entreprise
    ? (await contactsDe(tx, d.entreprise)).find((c) => c.peutSigner && c.personne === ou.personne)
    : undefined
  if (!choisi) return refuser('sans-pouvoir', 'Choisissez un contact de ce client qui peut signer.')
  if (d.signataire === choisi.personne) return ok('designe')
  if (
    !(await poserSignataire(tx, d.id, ou.version, {
      personne: choisi.personne,
      qualite: choisi.fonction || null,
    }))
  )
    return refuser('perime', 'Quelqu’un a changé ce dossier depuis que vous l’avez ouvert : relisez-le.')
  await noter(
    tx,
    d,
    'designer-signataire',
    `{tiers:${choisi.personne}} signera pour {session:${ou.session}}.`,
    le,
  )
  return ok('designe')
}

/** Confie un client à quelqu’un de l’équipe : c’est ce qui le rend « sien ». */
export const confier = async (
  tx: TenantTx,
  ou: Ou & { readonly compte: PersonneId },
  le: Date,
): Promise<Result<'confie', Refus>> => {
  const lu = await lire(tx, ou)
  if (!lu) return introuvable()
  const { dossier: d } = lu
  if (!(await lireMembres(tx)).some((m) => m.id === ou.compte))
    return refuser('pas-membre', 'Choisissez quelqu’un de la coopérative.')
  if (d.suiviPar === ou.compte) return ok('confie')
  await poserSuivi(tx, d.id, ou.compte)
  await noter(
    tx,
    d,
    'confier-dossier',
    `Un dossier client de {session:${ou.session}} est confié à {personne:${ou.compte}}.`,
    le,
    {
      avant: d.suiviPar,
    },
  )
  return ok('confie')
}

/** L'échéancier du contrat. Sans signature encore, le délai est compté du jour de la saisie : au plus tôt. */
export const poserEcheancier = async (
  tx: TenantTx,
  ou: Ou & { readonly version: number; readonly echeances: readonly Echeance[] },
  le: Date,
): Promise<Result<'pose', readonly (RefusEcheancier | Refus)[]>> => {
  const lu = await lire(tx, ou)
  if (!lu) return ko([refus('introuvable', 'Ce dossier n’existe pas ici.')])
  const { dossier: d, session } = lu
  if (d.version !== ou.version)
    return ko([refus('perime', 'Quelqu’un a changé ce dossier depuis que vous l’avez ouvert : relisez-le.')])
  if (d.regime !== 'contrat')
    return ko([
      refus('sans-echeancier', 'Seul un contrat avec un particulier a un échéancier réglé par la loi.'),
    ])
  if (d.signeLe)
    return ko([refus('signe', 'Le contrat est signé : l’échéancier ne change plus que par un avenant.')])
  const fin = retractationDe(d, session, le)
  if (!fin) return ko([refus('sans-delai', 'Ce dossier n’a pas de délai de rétractation.')])
  const du = await lirePrixDu(tx, d, le)
  if (du.aDire) return ko([tvaADire()])
  const fautes = verifierEcheancier(ou.echeances, {
    prix: du.prix,
    exigibleDes: fin.exigibleDes,
    seances: seancesDues(session),
  })
  if (fautes.length > 0) return ko(fautes)
  await remplacerEcheances(tx, d, ou.echeances, le)
  await noter(
    tx,
    d,
    'poser-echeancier',
    `L’échéancier d’un contrat de {session:${ou.session}} est posé.`,
    le,
    {
      echeances: ou.echeances.length,
    },
  )
  return ok('pose')
}
