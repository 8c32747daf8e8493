import type { Id } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { compter } from '#kernel/texte.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import { ajouterDecision, clore, ouvrirDecision } from '../db/decisions.ecritures.ts'
import { corpsElectoral } from '../db/decisions.ts'
import { annoncer, changerReunion } from '../db/reunions.ecritures.ts'
import { lireReunion } from '../db/reunions.ts'
import { proposerCreneaux, reporterReponses } from '../db/sondages.ecritures.ts'
import { creneauxDe } from '../db/sondages.ts'
import type { Creneau } from '../domain/creneaux.ts'
import type { DecisionId } from '../domain/decision.ts'
import { direMoment } from '../domain/dire.ts'
import type { Reunion, ReunionId } from '../domain/rencontre.ts'
import { tacheInviter, tacheVote } from '../domain/taches.ts'
import type { Depuis } from '../lecture/regard.ts'
import { noter } from './noter.ts'

/** Annonce une rencontre dont la date se cherche, et ouvre le vote de ses créneaux. Faux : elle était déjà annoncée (double envoi). */
export const chercherUneDate = async (
  { tx, r, visiteur, le }: Depuis,
  dit: Pick<Reunion, 'titre' | 'format' | 'zone' | 'hote' | 'lieu' | 'acces' | 'visio' | 'jauge'> & {
    readonly reunion: ReunionId
    readonly decision: DecisionId
    readonly creneaux: readonly Creneau[]
    readonly fermeLe: Date
  },
): Promise<boolean> => {
  const pole = r.pole.id
  const { reunion, decision, creneaux, fermeLe, ...annonce } = dit
  if (!(await annoncer(tx, pole, { id: reunion, ...annonce }, le))) return false
  await ajouterDecision(
    tx,
    pole,
    {
      id: decision,
      genre: 'dates',
      titre: `Quand se retrouver\u00a0? ${dit.titre}`.slice(0, 200),
      texte: '',
      options: creneaux.map((c) => direMoment(c.debut, c.fin, dit.zone)),
      quorum: 0,
      part: 0,
      fermeLe,
      reunion,
    },
    le,
  )
  await proposerCreneaux(tx, pole, reunion, decision, creneaux)
  await ouvrirDecision(tx, pole, decision, le)
  await enqueue(tx, tacheVote, { organisme: r.moi, pole, decision, quoi: 'ouvert' })
  await noter(
    tx,
    visiteur,
    pole,
    'chercher-date',
    `Une date se cherche pour une rencontre de {pole:${pole}}.`,
    le,
  )
  return true
}

/** Retient une des dates proposées : le vote est clos, la rencontre convoquée à cette date, et chacune invitée : qui a dit oui à cette date a déjà répondu. */
export const retenirDate = async (
  { tx, r, visiteur, le }: Depuis,
  reunion: Id<'Reunion'>,
  rang: number,
): Promise<Result<Creneau, Refus<'deja' | 'inconnue' | 'passee'>>> => {
  const pole = r.pole.id
  const u = await lireReunion(tx, pole, reunion, { verrouiller: true })
  if (u?.etat !== 'dates') return refuser('deja', 'La date de cette rencontre est déjà choisie.')
  const creneau = (await creneauxDe(tx, pole, reunion)).find((c) => c.rang === rang)
  if (!creneau) return refuser('inconnue', 'Cette date n’a pas été proposée.')
  if (creneau.debut <= le) return refuser('passee', 'Cette date est passée\u00a0: proposez-en d’autres.')
  const corps = await corpsElectoral(tx, pole, creneau.decision)
  const voix = corps.filter((e) => e.voix).length
  const quand = direMoment(creneau.debut, creneau.fin, u.zone)
  const repondu = `${compter(voix, 'coopérative')} sur ${corps.length} ${voix > 1 ? 'ont' : 'a'} répondu.`
  await clore(tx, pole, creneau.decision, `Retenu\u00a0: ${quand}. ${repondu}`, le)
  await changerReunion(tx, pole, reunion, { etat: 'convoquee', debut: creneau.debut, fin: creneau.fin })
  await reporterReponses(tx, pole, reunion, le)
  await enqueue(tx, tacheInviter, { organisme: r.moi, pole, reunion })
  await noter(tx, visiteur, pole, 'convoquer-reunion', `Une rencontre de {pole:${pole}} est convoquée.`, le)
  return ok(creneau)
}
