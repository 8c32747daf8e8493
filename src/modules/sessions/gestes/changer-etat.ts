import { ajouterJours } from '#kernel/dates.ts'
import { enVigueur } from '#kernel/parametres.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { jourLocal } from '#kernel/zones.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { tenir } from '../db/occupations.ecritures.ts'
import { sansChevauchement, seancesFigees } from '../db/occupations.ts'
import { ecrireEtat } from '../db/sessions.ecritures.ts'
import { lireSession, type SessionLue } from '../db/sessions.queries.ts'
import {
  changerEtat,
  delaiFroidJours,
  type EtatGarde,
  type EtatSession,
  etatGarde,
  type Garde,
  gardes,
  motifExige,
  passagesVers,
  passageVers,
  type RefusTransition,
  type Reponses,
  transitions,
} from '../domain/etats.ts'
import { instantane } from '../domain/instantane.ts'
import { motEtat } from '../domain/mots.ts'
import type { SessionId } from '../domain/ou-et-qui.ts'
import { direRefusDeLaBase } from '../lecture/ou-et-qui.ts'

const estGarde = (nom: string): nom is Garde => Object.hasOwn(gardes, nom)

/** Ce que la session sait d'elle-même ; `ailleurs` : ce que répondent les modules de rang supérieur. */
export const reponsesDe = (
  s: SessionLue,
  ailleurs: Readonly<Record<string, boolean>>,
  maintenant: Date,
): Reponses => {
  const [premiere, derniere] = [s.seances[0], s.seances.at(-1)]
  const confiees = s.seances.some((x) => x.intervenants.some((i) => i.confieeA !== null))
  const siennes: Reponses = {
    'offre-publiee': s.offreAdoptee,
    'dates-posees': s.seances.length > 0,
    'seance-a-venir': s.seances.some((x) => x.debut > maintenant),
    'lieu-pose': s.lieu !== '',
    'formateur-pressenti': s.formateur !== '',
    'formateur-affecte': s.seances.length > 0 && s.seances.every((x) => x.intervenants.length > 0),
    'prix-pose': s.prixCentimes !== null,
    'capacite-posee': s.capacite !== null,
    'premiere-seance-atteinte': premiere !== undefined && premiere.debut <= maintenant,
    'derniere-seance-passee': derniere !== undefined && derniere.fin <= maintenant,
    'froid-passe':
      derniere !== undefined &&
      ajouterJours(derniere.jour, enVigueur(delaiFroidJours, derniere.jour)) <= jourLocal(maintenant, s.zone),
  }
  return {
    // Rien n'est confié au dehors : il n'y a rien à signer, sauf si la qualité sait que qui intervient est du dehors.
    ...(confiees ? {} : { 'sous-traitance-signee': true }),
    ...Object.fromEntries(Object.entries(ailleurs).filter(([nom]) => estGarde(nom))),
    ...siennes,
  }
}

/** L'effectif minimal est-il atteint ? Sans minimum écrit, une personne inscrite suffit. */
export const effectifAtteint = (s: Pick<SessionLue, 'effectifMin'>, inscrits: number): boolean =>
  inscrits >= (s.effectifMin ?? 1)

export type ChangementVoulu = {
  readonly id: SessionId
  readonly vers: EtatSession
  readonly motif: string
  readonly ailleurs: Readonly<Record<string, boolean>>
  /** D’une interruption dite après coup : l’instant où l’action s’est arrêtée. Absent : celui du geste. */
  readonly arret?: Date | undefined
}

/** Les états où une demi-journée à venir ne se tiendra pas : elle rend sa salle et ses intervenants. */
const rendent: ReadonlySet<EtatSession> = new Set(['annulee', 'reportee', 'interrompue'])

const gestes: Partial<Record<EtatSession, string>> = {
  annulee: 'annuler-session',
  reportee: 'reporter-session',
  interrompue: 'interrompre-session',
  archivee: 'archiver-session',
}

const gardesDe = (de: EtatSession, vers: EtatSession, reponses: Reponses, etat: EtatGarde): Garde[] =>
  (transitions[de].find((t) => t.vers === vers)?.gardes ?? []).filter((g) => etatGarde(g, reponses) === etat)

type RefusArret = Refus<'arret-a-venir' | 'arret-emarge'>
type Passe = Result<
  { session: SessionLue; nonVerifiees: readonly Garde[] },
  RefusTransition | Refus<'introuvable' | 'deja-occupe'> | RefusArret
>

/** Ce qui refuse l’instant d’un arrêt dit après coup. */
const refusDArret = async (
  tx: TenantTx,
  session: SessionLue,
  arret: Date | undefined,
  le: Date,
): Promise<RefusArret | undefined> => {
  if (!arret) return undefined
  if (arret > le)
    return refus(
      'arret-a-venir',
      'Une interruption se dit une fois l’action arrêtée : cet instant n’est pas venu.',
    )
  const figees = await seancesFigees(tx, session.id)
  return session.seances.some((x) => x.debut >= arret && figees.has(x.id))
    ? refus(
        'arret-emarge',
        'Une demi-journée commencée après cet instant est émargée : corrigez d’abord sa feuille, ou l’instant.',
      )
    : undefined
}

/**
 * Le même, ou les passages qui mènent là d’un geste (`passagesVers`) : toutes leurs conditions d’abord, rien ne s’écrit à moitié.
 */
export const passerDUnTrait = async (tx: TenantTx, voulu: ChangementVoulu, le: Date): Promise<Passe> => {
  const session = await lireSession(tx, voulu.id, { verrouiller: true })
  const passages = session ? passagesVers(session.etat, voulu.vers) : []
  if (!session || passages.length < 2) return passerALEtat(tx, voulu, le)
  const reponses = reponsesDe(session, voulu.ailleurs, le)
  const entier = passageVers(session.etat, voulu.vers)
  const motive = voulu.motif.trim() !== ''
  const manquent = (entier?.gardes ?? []).filter(
    (g) => etatGarde(g, reponses) === 'non-satisfaite' && !(motive && g === entier?.derogation),
  )
  if (manquent.length > 0)
    return ko({ ...refus('gardes-non-satisfaites', manquent.map((g) => gardes[g]).join(' ')), manquent })
  if (entier?.motif && !motive) return ko(motifExige())
  const arretRefuse = await refusDArret(tx, session, voulu.arret, le)
  if (arretRefuse) return ko(arretRefuse)
  const nonVerifiees = new Set<Garde>()
  let fait: Passe = ok({ session, nonVerifiees: [] })
  for (const { vers } of passages) {
    // L’instant de l’arrêt est celui du dernier passage : commencer n’en a pas.
    fait = await passerALEtat(
      tx,
      { ...voulu, vers, arret: vers === voulu.vers ? voulu.arret : undefined },
      le,
    )
    if (!fait.ok) return fait
    for (const g of fait.value.nonVerifiees) nonVerifiees.add(g)
  }
  return fait.ok ? ok({ session: fait.value.session, nonVerifiees: [...nonVerifiees] }) : fait
}

/** Fait passer la session dans un autre état. Ce qu'aucun module ne sait vérifier est dit, et consigné. */
export const passerALEtat = async (
  tx: TenantTx,
  { id, vers, motif, ailleurs, arret }: ChangementVoulu,
  le: Date,
): Promise<Passe> => {
  const session = await lireSession(tx, id, { verrouiller: true })
  if (!session) return ko(refus('introuvable', 'Cette session n’existe pas ici.'))
  // Deux clics : le second trouve la session où il la voulait.
  if (session.etat === vers) return ok({ session, nonVerifiees: [] })
  const reponses = reponsesDe(session, ailleurs, le)
  const passage = changerEtat(session.etat, vers, reponses, motif)
  if (!passage.ok) return passage
  const { nonVerifiees, derogation } = passage.value
  const arretRefuse = await refusDArret(tx, session, arret, le)
  if (arretRefuse) return ko(arretRefuse)
  const aVenir = session.seances.filter((x) => x.fin > (arret ?? le)).map((x) => x.id)
  // Ce qui ne se tiendra pas rend ses heures ; ce qui reprend les redemande, et la base peut les refuser.
  const ecrit = await sansChevauchement(tx, async () => {
    await ecrireEtat(tx, id, vers, { motif: passage.value.motif, effectifMotif: derogation ?? undefined })
    if (rendent.has(vers)) await tenir(tx, aVenir, false)
    else if (rendent.has(session.etat)) await tenir(tx, aVenir, true)
  })
  if (!ecrit.ok)
    return ko(
      refus(
        'deja-occupe',
        ecrit.error !== 'occupe'
          ? direRefusDeLaBase[ecrit.error]
          : 'Une salle ou un intervenant est occupé à l’un de ces moments. Changez d’abord les dates, la salle ou la personne.',
      ),
    )
  await consigner(tx, {
    activite: session.activite,
    faitLe: le,
    module: 'sessions',
    geste: gestes[vers] ?? 'changer-etat-session',
    objet: { genre: 'session', id },
    phrase: `{session:${id}} passe de « ${motEtat[session.etat]} » à « ${motEtat[vers]} »${
      nonVerifiees.length > 0 ? ', avec des conditions non vérifiables' : ''
    }.`,
    details: {
      ...(rendent.has(vers) ? { avant: instantane(session) } : {}),
      de: session.etat,
      vers,
      motif: passage.value.motif,
      derogation,
      satisfaites: gardesDe(session.etat, vers, reponses, 'satisfaite'),
      nonVerifiables: [...nonVerifiees],
      ...(arret ? { arret: arret.toISOString() } : {}),
    },
  })
  return ok({
    session: {
      ...session,
      etat: vers,
      motif: passage.value.motif ?? session.motif,
      revision: session.revision + 1,
    },
    nonVerifiees,
  })
}
