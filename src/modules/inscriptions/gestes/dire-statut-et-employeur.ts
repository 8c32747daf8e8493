/** Ce qu’une inscription dit de la personne : son statut, son employeur, le dossier qui la porte. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { lireSession, type SessionId, type SessionLue } from '#modules/sessions/index.ts'
import { type Employeur, trouverOuCreerEntreprise } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { lireDossier } from '../db/dossiers.queries.ts'
import {
  poserArrivee,
  poserEmployeur,
  poserStatutF1,
  poserStatutsSuivants,
  rattacherAuDossier,
} from '../db/inscriptions.ecritures.ts'
import {
  type InscriptionId,
  type Inscrit,
  lireInscription,
  listerInscrits,
} from '../db/inscriptions.queries.ts'
import type { DossierId, StatutF1 } from '../domain/dossier.ts'
import { changerStatut, type StatutSuivant } from '../domain/statuts-par-date.ts'

/** Le statut F-1 d'une personne, à la date de l'action : proposé, jamais imposé, toujours corrigible. */
export const direStatutF1 = async (
  tx: TenantTx,
  session: SessionId,
  id: InscriptionId,
  statut: StatutF1,
  le: Date,
): Promise<Result<'dit', Refus>> => {
  const i = await lireInscription(tx, session, id)
  if (!i) return refuser('introuvable', 'Cette inscription n’existe pas ici.')
  if (i.statutF1 === statut) return ok('dit')
  await poserStatutF1(tx, id, statut)
  await consigner(tx, {
    activite: i.activite,
    faitLe: le,
    module: 'inscriptions',
    geste: 'dire-statut',
    objet: { genre: 'inscription', id },
    phrase: `Le statut de {tiers:${i.personne}} pour {session:${session}} est dit.`,
    details: { avant: i.statutF1, apres: statut },
  })
  return ok('dit')
}

/** Le statut qui change en cours d’action, à sa date : le bilan de chaque exercice lit celui du premier jour qu’il y compte. */
export const direChangementDeStatut = async (
  tx: TenantTx,
  session: Pick<SessionLue, 'id' | 'debut' | 'fin'>,
  id: InscriptionId,
  change: StatutSuivant,
  le: Date,
): Promise<Result<'dit', Refus>> => {
  const i = await lireInscription(tx, session.id, id)
  if (!i) return refuser('introuvable', 'Cette inscription n’existe pas ici.')
  const suivants = changerStatut({ premier: i.statutF1, suivants: i.statutsSuivants }, change, session)
  if (!suivants.ok) return suivants
  await poserStatutsSuivants(tx, id, suivants.value)
  await consigner(tx, {
    activite: i.activite,
    faitLe: le,
    module: 'inscriptions',
    geste: 'dire-statut',
    objet: { genre: 'inscription', id },
    phrase: `Le statut de {tiers:${i.personne}} pour {session:${session.id}} change le ${formaterDate(change.du)}.`,
    details: { du: change.du, apres: change.statut },
  })
  return ok('dit')
}

/** Ce que la page montrait se renvoie tel quel : rien n'est alors dit. */
const employeurInchange = (i: Inscrit, dit: Employeur | undefined): boolean =>
  (dit?.nom ?? null) === i.employeur && (dit?.siret ?? null) === i.siret

/**
 * L'employeur de la personne au jour de l'inscription, ou aucun : ses pièces le disent, quoi que dise sa fiche depuis. Un certificat
 * qui disait l'autre est alors à remplacer.
 */
export const direEmployeur = async (
  tx: TenantTx,
  session: SessionId,
  id: InscriptionId,
  employeur: Employeur | undefined,
  le: Date,
): Promise<Result<'dit', Refus>> => {
  const i = await lireInscription(tx, session, id)
  if (!i) return refuser('introuvable', 'Cette inscription n’existe pas ici.')
  if (employeurInchange(i, employeur)) return ok('dit')
  const dit = employeur ? await trouverOuCreerEntreprise(tx, i.activite, employeur, le) : null
  if (dit === i.entreprise) return ok('dit')
  await poserEmployeur(tx, id, dit)
  await consigner(tx, {
    activite: i.activite,
    faitLe: le,
    module: 'inscriptions',
    geste: 'dire-employeur',
    objet: { genre: 'inscription', id },
    phrase: `L’employeur de {tiers:${i.personne}} pour {session:${session}} est dit.`,
    details: { avant: i.entreprise, apres: dit },
  })
  return ok('dit')
}

/** Le premier jour que la personne suit, jugé d’abord (`changerArrivee`) ; nul : dès le début. */
export const direPremierJour = async (
  tx: TenantTx,
  session: Pick<SessionLue, 'id'>,
  id: InscriptionId,
  jour: DateCivile | null,
  le: Date,
): Promise<Result<'dit', Refus>> => {
  const i = await lireInscription(tx, session.id, id)
  if (!i) return refuser('introuvable', 'Cette inscription n’existe pas ici.')
  if (jour === i.arriveeLe) return ok('dit')
  await poserArrivee(tx, id, jour)
  await consigner(tx, {
    activite: i.activite,
    faitLe: le,
    module: 'inscriptions',
    geste: 'dire-premier-jour',
    objet: { genre: 'inscription', id },
    phrase: jour
      ? `{tiers:${i.personne}} rejoint {session:${session.id}} le ${formaterDate(jour)}.`
      : `{tiers:${i.personne}} suit {session:${session.id}} dès le début.`,
    details: { avant: i.arriveeLe, apres: jour },
  })
  return ok('dit')
}

/**
 * Des inscriptions d’avant les dossiers rejoignent celui de leur client, toutes ou aucune ; elles n’en changent plus ensuite. Qui y
 * était déjà y reste. La session est verrouillée d’abord : deux envois s’attendent.
 */
export const rattacher = async (
  tx: TenantTx,
  session: SessionId,
  ids: ReadonlySet<string>,
  dossier: DossierId,
  le: Date,
): Promise<Result<readonly Inscrit[], Refus>> => {
  await lireSession(tx, session, { verrouiller: true })
  if (ids.size === 0) return refuser('personne', 'Cochez qui rejoint ce dossier.')
  const d = await lireDossier(tx, session, dossier)
  const siennes = (await listerInscrits(tx, session)).filter((i) => ids.has(i.id))
  if (!d || siennes.length < ids.size)
    return refuser('introuvable', 'Cette inscription, ou ce dossier, n’existe pas ici.')
  if (d.retracteLe)
    return refuser('retracte', 'Ce client s’est rétracté : plus personne ne rejoint son dossier.')
  if (siennes.some((i) => i.dossier !== null && i.dossier !== dossier))
    return refuser('deja-rattache', 'Cette inscription a déjà son dossier client.')
  const rattachees = siennes.filter((i) => i.dossier === null)
  await rattacherAuDossier(
    tx,
    rattachees.map((i) => i.id),
    dossier,
  )
  for (const i of rattachees)
    await consigner(tx, {
      activite: i.activite,
      faitLe: le,
      module: 'inscriptions',
      geste: 'rattacher',
      objet: { genre: 'inscription', id: i.id },
      phrase: `L’inscription de {tiers:${i.personne}} à {session:${session}} rejoint un dossier client.`,
    })
  return ok(siennes)
}
