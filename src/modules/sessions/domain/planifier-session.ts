import { type DateCivile, formaterDate, jourSemaine } from '#kernel/dates.ts'
import { nomDuFerie, type TerritoireFerie } from '#kernel/feries.ts'
import { formaterCreneau } from '#kernel/heures.ts'
import type { Id } from '#kernel/id.ts'
import { type Avertissement, type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { compter } from '#kernel/texte.ts'
import type { ModaliteSeance, RefusModalite } from './modalite.ts'
import type { OuEtQui, RefusOuEtQui, SessionId } from './ou-et-qui.ts'
import {
  type Creneau,
  chevauchements,
  dureeMinutes,
  instants,
  type Occupation,
  type RefusSeance,
  validerSeance,
} from './seance.ts'

export type Plan = {
  readonly seances: readonly {
    readonly id: string
    readonly creneau: Creneau
    readonly ressources: readonly string[]
  }[]
  readonly effectifMax: number
  /** Places de la plus petite salle ; absent à distance. */
  readonly placesSalle?: number
  readonly territoire: TerritoireFerie
  /** Pourquoi former un jour férié ou un dimanche : un contrôleur le demandera (signature un 14 juillet). */
  readonly motifJourChome?: string
  /** Ce qui occupe déjà intervenants et salles. */
  readonly occupations: readonly Occupation[]
}

export type RefusPlan =
  | Refus<'sans-seance' | 'effectif-invalide' | 'salle-trop-petite' | 'jour-chome-sans-motif'>
  | (Refus<'seance-invalide'> & { readonly seance: string; readonly cause: RefusSeance })
  | (Refus<'deja-occupe'> & { readonly seance: string; readonly avec: string; readonly ressource: string })

export type SessionPlanifiee = {
  readonly debut: DateCivile
  readonly fin: DateCivile
  readonly minutes: number
  readonly seances: Plan['seances']
  readonly avertissements: readonly Avertissement<'jour-ferie' | 'dimanche'>[]
}

/** Rend tous les refus d’un coup : on corrige un planning en une fois. Une reprise d’historique ne passe pas par ici. */
export const planifierSession = (plan: Plan): Result<SessionPlanifiee, readonly RefusPlan[]> => {
  const refusees: RefusPlan[] = []
  const avertissements: Avertissement<'jour-ferie' | 'dimanche'>[] = []
  if (plan.seances.length === 0) refusees.push(refus('sans-seance', 'Une session a au moins une séance.'))
  if (!Number.isInteger(plan.effectifMax) || plan.effectifMax < 1)
    refusees.push(refus('effectif-invalide', 'L’effectif maximal est d’au moins une personne.'))
  else if (plan.placesSalle !== undefined && plan.effectifMax > plan.placesSalle)
    refusees.push(
      refus(
        'salle-trop-petite',
        `La salle a ${compter(plan.placesSalle, 'place')} pour un effectif de ${plan.effectifMax}.`,
      ),
    )
  const recevables: Plan['seances'][number][] = []
  for (const seance of plan.seances) {
    const lue = validerSeance(seance.creneau)
    if (lue.ok) recevables.push(seance)
    else refusees.push({ ...refus('seance-invalide', lue.error.phrase), seance: seance.id, cause: lue.error })
  }
  for (const date of new Set(plan.seances.map((s) => s.creneau.date))) {
    const ferie = nomDuFerie(date, plan.territoire)
    if (ferie) avertissements.push(refus('jour-ferie', `Le ${formaterDate(date)} est férié : ${ferie}.`))
    else if (jourSemaine(date) === 7)
      avertissements.push(refus('dimanche', `Le ${formaterDate(date)} est un dimanche.`))
  }
  if (avertissements.length > 0 && !plan.motifJourChome?.trim())
    refusees.push(
      refus(
        'jour-chome-sans-motif',
        `${avertissements.map((a) => a.phrase).join(' ')} Écrivez pourquoi vous gardez ce jour.`,
      ),
    )
  const siens = new Map(recevables.map((s) => [s.id, s.creneau]))
  for (const c of chevauchements([...plan.occupations.filter((o) => !siens.has(o.id)), ...recevables])) {
    const seance = siens.has(c.b) ? c.b : c.a
    if (!siens.has(seance)) continue
    const avec = seance === c.b ? c.a : c.b
    // Ce n'est pas une autre session qui prend l'heure : c'est une autre ligne du même plan, et l'on dit laquelle.
    const autre = siens.get(avec)
    refusees.push({
      ...refus(
        'deja-occupe',
        autre
          ? `Chevauche une autre séance de cette session\u00a0: ${formaterDate(autre.date, 'complet')}, ${formaterCreneau(autre.debut, autre.fin)}.`
          : 'L’intervenant ou la salle est déjà pris à ce moment.',
      ),
      seance,
      avec,
      ressource: c.ressource,
    })
  }
  const ordonnees = recevables.sort(
    (a, b) => instants(a.creneau).debut.getTime() - instants(b.creneau).debut.getTime(),
  )
  const [premiere, derniere] = [ordonnees[0], ordonnees.at(-1)]
  if (refusees.length > 0 || !premiere || !derniere) return ko(refusees)
  return ok({
    debut: premiere.creneau.date,
    fin: derniere.creneau.date,
    minutes: ordonnees.reduce((t, s) => t + dureeMinutes(s.creneau), 0),
    seances: ordonnees,
    avertissements,
  })
}

export type Planification = OuEtQui & {
  /** Celui du formulaire : un second envoi retrouve la session, il n'en fait pas deux. */
  readonly id: SessionId
  readonly offre: Id<'Offre'>
  readonly capacite: number
  readonly effectifMin?: number | undefined
  /** TTC, par stagiaire ; à défaut, celui de l'offre. */
  readonly prixCentimes?: number | undefined
  readonly lienConnexion?: string | undefined
  readonly rythme?: string | undefined
  readonly seances: readonly {
    readonly jour: DateCivile
    readonly debut: number
    readonly fin: number
    /** D’une session mixte : sur place, ou à distance. */
    readonly modalite?: ModaliteSeance | null | undefined
  }[]
  /** Pourquoi l'on garde un jour férié ou un dimanche. */
  readonly motif: string
  /** Titres et qualités de qui anime (L6352-1), à écrire sur sa fiche ; vide : rien à en dire ici. */
  readonly titres?: string | undefined
}

export type RefusPlanification =
  | RefusPlan
  | RefusOuEtQui
  | RefusModalite
  | Refus<'offre-introuvable' | 'deja-pris' | 'effectif-min-trop-grand' | 'titres-deja-dits'>
