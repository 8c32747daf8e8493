/** Un vote du pôle : l'ouvrir, y répondre, le clore, suivre ce qu'il a décidé. */
import type { OrganismeId } from '#kernel/id.ts'
import { type Refus, refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { typographier, uneLigne } from '#kernel/texte.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import {
  ajouterDecision,
  clore,
  direPropos,
  donnerProcuration,
  ouvrirDecision,
  suivreDecision,
  voter,
} from '../db/decisions.ecritures.ts'
import { corpsElectoral, lireDecision, type Propos } from '../db/decisions.ts'
import { lireReunion } from '../db/reunions.ts'
import { choisitUneDate } from '../db/sondages.ts'
import { lireBulletin, lireOptions } from '../domain/bulletin.ts'
import { type Decision, type DecisionId, reponsesDuVote, reponsesProcuration } from '../domain/decision.ts'
import { decompter, direIssueDuVote, verifierVoix } from '../domain/depouiller.ts'
import { tacheVote } from '../domain/taches.ts'
import type { Depuis } from '../lecture/regard.ts'
import { noter } from './noter.ts'

type AOuvrir = Pick<
  Decision,
  | 'id'
  | 'genre'
  | 'titre'
  | 'texte'
  | 'quorum'
  | 'part'
  | 'fermeLe'
  | 'reunion'
  | 'scrutin'
  | 'portee'
  | 'revoirLe'
  | 'reprend'
> & {
  /** Les choix, un par ligne, tels qu'ils furent écrits. */
  readonly choix: string
}
/** Ce qui empêche d'ouvrir, champ par champ : tout est dit d'un coup. */
export type RefusDOuvrir = Partial<Readonly<Record<'choix' | 'ferme' | 'reunion' | 'titre', string>>>

/** Ouvre un vote, fige qui vote, et le fait savoir. Le même envoi, deux fois, n'ouvre qu'une fois. */
export const ouvrirUnVote = async (
  { tx, r, visiteur, le }: Depuis,
  v: AOuvrir,
): Promise<Result<null, RefusDOuvrir>> => {
  const { choix, ...decision } = v
  const options = lireOptions(v.genre, choix)
  const ailleurs = v.reunion !== null && !(await lireReunion(tx, r.pole.id, v.reunion))
  const etrangere = v.reprend !== null && !(await lireDecision(tx, r.pole.id, v.reprend))
  if (!options.ok || v.fermeLe <= le || ailleurs || etrangere)
    return ko({
      ...(options.ok ? {} : { choix: options.error.phrase }),
      ...(v.fermeLe > le ? {} : { ferme: 'Le vote ferme un jour à venir, ou ce soir.' }),
      ...(etrangere ? { titre: 'La proposition reprise n’est pas de ce pôle.' } : {}),
      ...(ailleurs ? { reunion: 'Cette rencontre n’est pas de ce pôle.' } : {}),
    })
  const neuve = await ajouterDecision(
    tx,
    r.pole.id,
    { ...decision, titre: uneLigne(v.titre), options: options.value },
    le,
  )
  if (!neuve) return ok(null)
  await ouvrirDecision(tx, r.pole.id, v.id, le)
  await enqueue(tx, tacheVote, { organisme: r.moi, pole: r.pole.id, decision: v.id, quoi: 'ouvert' })
  await noter(tx, visiteur, r.pole.id, 'ouvrir-vote', `Un vote de {pole:${r.pole.id}} est ouvert.`, le)
  return ok(null)
}

/** Vote pour sa coopérative, ou pour celle qui a donné procuration. `choix` : une voix mal remplie, à reprendre. */
export const donnerSaVoix = async (
  { tx, r, le }: Depuis,
  d: Decision,
  v: { readonly pour: OrganismeId; readonly reponses: readonly string[]; readonly motif: string },
): Promise<Result<null, Refus<'bulletin' | 'vote'>>> => {
  const voix = lireBulletin(d.genre, d.options, v.reponses, v.motif)
  const cloche = verifierVoix(d.genre, d.options, voix)
  if (cloche) return refuser('bulletin', cloche.phrase)
  const dit = await voter(tx, r.pole.id, d.id, v.pour, voix, le)
  return dit === 'compte' ? ok(null) : ko({ code: 'vote', phrase: reponsesDuVote[dit] })
}

/** Donne sa procuration, ou la reprend (`a` absent). */
export const confierSaVoix = async (
  { tx, r }: Depuis,
  d: Decision,
  a: OrganismeId | undefined,
): Promise<Result<null, Refus>> => {
  const dit = await donnerProcuration(tx, r.pole.id, d.id, a ?? null)
  return dit === 'donnee' ? ok(null) : ko({ code: dit, phrase: reponsesProcuration[dit] })
}

/** Dépouille, garde l'issue et la fait savoir. Rend l'issue, en une phrase. */
export const cloreUnVote = async (
  { tx, r, visiteur, le }: Depuis,
  d: Decision,
): Promise<Result<string, Refus<'date' | 'deja'>>> => {
  if (await choisitUneDate(tx, r.pole.id, d))
    return refuser('date', 'Retenez une date : le vote se clôt avec elle.')
  const compte = decompter(d, await corpsElectoral(tx, r.pole.id, d.id))
  const issue = typographier(direIssueDuVote(d, compte))
  if (d.etat !== 'ouverte' || !(await clore(tx, r.pole.id, d.id, issue, le, compte.issue === 'adoptee')))
    return refuser('deja', 'Ce vote est déjà clos.')
  await enqueue(tx, tacheVote, { organisme: r.moi, pole: r.pole.id, decision: d.id, quoi: 'issue' })
  await noter(tx, visiteur, r.pole.id, 'clore-vote', `Un vote de {pole:${r.pole.id}} est clos.`, le)
  return ok(issue)
}

/** Demande une précision, ou y répond, tant que le vote est ouvert. */
export const clarifier = async (
  { tx, r, visiteur, le }: Depuis,
  d: Decision,
  p: Pick<Propos, 'id' | 'texte'>,
): Promise<Result<null, Refus<'clos'>>> => {
  if (d.etat !== 'ouverte') return refuser('clos', 'Le vote est clos : on n’y répond plus.')
  await direPropos(tx, r.pole.id, d.id, { ...p, par: visiteur.nom }, le)
  return ok(null)
}

/** Ce que devient une décision close. */
export const suivreUneDecision = async (
  { tx, r, le }: Depuis,
  id: DecisionId,
  s: Parameters<typeof suivreDecision>[3],
): Promise<Result<null, Refus<'ouverte'>>> =>
  (await suivreDecision(tx, r.pole.id, id, { ...s, responsable: uneLigne(s.responsable) }, le))
    ? ok(null)
    : ko(refus('ouverte', 'Une décision se suit une fois close.'))
